package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who rings for one reason, or disarms, does not forget whoever arms for the other.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both are woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One of them is forgotten.")
@State
@SuppressWarnings("exports")
public class RingForOneReasonLeavesTheOther {
    private final Bell bell = new SmallRing().bell();

    public RingForOneReasonLeavesTheOther() {
        bell.arm(Bell.DATA);
    }

    @Actor
    public void rings(II_Result result) {
        result.r1 = bell.ring(Bell.DATA) ? 1 : 0;
    }

    @Actor
    public void waitsForSpace() {
        bell.arm(Bell.SPACE);
    }

    @Arbiter
    public void ring(II_Result result) {
        result.r2 = bell.ring(Bell.SPACE) ? 1 : 0;
    }
}
