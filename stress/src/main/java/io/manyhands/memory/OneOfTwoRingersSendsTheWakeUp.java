package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Of two that ring an armed bell one sends the wake-up, and one only.
@JCStressTest
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One of them sends it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody sends it, or both do.")
@State
@SuppressWarnings("exports")
public class OneOfTwoRingersSendsTheWakeUp {
    private final Bell bell = new SmallRing().bell();

    public OneOfTwoRingersSendsTheWakeUp() {
        bell.arm(Bell.DATA);
    }

    @Actor
    public void first(II_Result result) {
        result.r1 = bell.ring(Bell.DATA) ? 1 : 0;
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = bell.ring(Bell.DATA) ? 1 : 0;
    }
}
