package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who sees that the table has changed sees that the member is gone. The first number says whether
/// it has changed, the second whether the member is gone.
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It is marked before it is announced.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is announced before it is marked.")
@State
@SuppressWarnings("exports")
public class DeathIsAnnouncedOnceItIsMarked {
    private final MemberTable table = SmallTable.of();
    private final int member = table.enter(0, 1, "");
    private final int changes = table.changes();

    @Actor
    public void finder() {
        boolean _ = table.markGone(member);
    }

    @Actor
    public void other(II_Result result) {
        result.r1 = table.changes() == changes ? 0 : 1;
        result.r2 = table.isGone(member) ? 1 : 0;
    }
}
