package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// One leaves a guard without a commit, and is as one that was never in. The number is what the
/// other has found there.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Nothing of it is seen.")
@Outcome(expect = Expect.FORBIDDEN, desc = "What was undone is seen.")
@State
@SuppressWarnings("exports")
public class ChangeThatIsNotCommittedIsNotSeen {
    private final SmallGuard guard = new SmallGuard();

    @Actor
    public void quitter() {
        guard.beginAndLeave(guard.first());
    }

    @Actor
    public void other(I_Result result) {
        result.r1 = guard.change(guard.second());
    }
}
