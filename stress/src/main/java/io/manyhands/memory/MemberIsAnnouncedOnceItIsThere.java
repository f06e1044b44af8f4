package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who sees that the table has changed sees the member that has come. The first number says whether
/// it has changed, the second whether the member is there.
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It is there before it is announced.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is announced before it is there.")
@State
@SuppressWarnings("exports")
public class MemberIsAnnouncedOnceItIsThere {
    private final MemberTable table = SmallTable.of();

    @Actor
    public void newcomer() {
        int _ = table.enter(0, 1, "");
    }

    @Actor
    public void other(II_Result result) {
        result.r1 = table.changes();
        result.r2 = table.member(0) == 0 ? 0 : 1;
    }
}
