package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Who sees a member in the table knows its process and its name. The number is 0 if it is not
/// seen, 1 if all of it is.
@JCStressTest
@Outcome(
        id = {"0", "1"},
        expect = Expect.ACCEPTABLE,
        desc = "It is not there yet, or whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part of it is seen.")
@State
@SuppressWarnings("exports")
public class MemberIsSeenWhole {
    private final MemberTable table = SmallTable.of();

    @Actor
    public void newcomer() {
        int _ = table.enter(0, 4711, "one");
    }

    @Actor
    public void other(I_Result result) {
        boolean isThere = table.member(0) != 0;
        boolean isWhole = table.who(0).equals("one, process 4711");
        result.r1 = isThere ? (isWhole ? 1 : -1) : 0;
    }
}
