package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A member has died in a guard, with half of a change. The numbers are what two others have found
/// who come upon it.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "The first has undone the change, and the second came after it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were in, or one saw half of a change.")
@State
@SuppressWarnings("exports")
public class GuardOfADeadOneHasOneHeir {
    private final SmallGuard guard = new SmallGuard();

    public GuardOfADeadOneHasOneHeir() {
        guard.beginAndDie();
    }

    @Actor
    public void first(II_Result result) {
        result.r1 = guard.change(guard.first());
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = guard.change(guard.second());
    }
}
