package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Two members that enter and leave at a time are both counted. The number is how many changes
/// there were.
@JCStressTest
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "All are counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One of them is not.")
@State
@SuppressWarnings("exports")
public class EachChangeIsCounted {
    private final MemberTable table = SmallTable.of();
    private final int member = table.enter(0, 1, "");

    @Actor
    public void newcomer() {
        int _ = table.enter(1, 2, "");
    }

    @Actor
    public void finder() {
        boolean _ = table.markGone(member);
    }

    @Arbiter
    public void count(I_Result result) {
        result.r1 = table.changes();
    }
}
