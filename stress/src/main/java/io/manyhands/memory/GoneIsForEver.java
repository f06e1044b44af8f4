package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A member that is gone stays so when another takes its slot. The numbers say whether it was gone
/// at two looks, one after the other.
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It is gone from one moment on.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It was gone, and then was not.")
@State
@SuppressWarnings("exports")
public class GoneIsForEver {
    private final MemberTable table = SmallTable.of();
    private final int member = table.enter(0, 1, "");

    @Actor
    public void heir() {
        boolean _ = table.markGone(member);
        int _ = table.enter(0, 2, "");
    }

    @Actor
    public void other(II_Result result) {
        result.r1 = table.isGone(member) ? 1 : 0;
        result.r2 = table.isGone(member) ? 1 : 0;
    }
}
