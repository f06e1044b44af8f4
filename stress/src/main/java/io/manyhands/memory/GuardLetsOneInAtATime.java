package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two threads change two words inside a guard. The numbers are what each has found.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "One came after the other, and saw all that it did.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were in, or one saw half of what the other did.")
@State
@SuppressWarnings("exports")
public class GuardLetsOneInAtATime {
    private final SmallGuard guard = new SmallGuard();

    @Actor
    public void first(II_Result result) {
        result.r1 = guard.change(guard.first());
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = guard.change(guard.second());
    }
}
