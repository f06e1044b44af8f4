package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two that arm a bell for different reasons are both woken.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both are woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One of them is forgotten.")
@State
@SuppressWarnings("exports")
public class TwoSleepersAreBothArmed {
    private final Bell bell = new SmallRing().bell();

    @Actor
    public void waitsForData() {
        bell.arm(Bell.DATA);
    }

    @Actor
    public void waitsForSpace() {
        bell.arm(Bell.SPACE);
    }

    @Arbiter
    public void ring(II_Result result) {
        result.r1 = bell.ring(Bell.DATA) ? 1 : 0;
        result.r2 = bell.ring(Bell.SPACE) ? 1 : 0;
    }
}
