package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who says that it sleeps until a lock is free, and then does not get it, is woken by its release.
/// The first number says whether it was rung for, the second whether it has got the lock.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw the release, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class ReleaseWakesTheNextOwner {
    // The lock is not fair: nobody looks at its turns.
    private static final Slabs SLABS = new Slabs(128);

    private final Words words = SLABS.words();
    private final TrialMember owner = TrialMember.first(1);
    private final TrialMember sleeper = owner.other(2);
    private final RobustLock owned = new RobustLock(words, 0, owner, false);
    private final RobustLock wanted = new RobustLock(words, 0, sleeper, false);

    public ReleaseWakesTheNextOwner() {
        Attempt _ = owned.tryAcquire(1);
    }

    @Actor
    public void owner() {
        owned.release();
    }

    @Actor
    public void sleeper(II_Result result) {
        boolean _ = wanted.sleepers().add(2);
        result.r2 = wanted.tryAcquireInTurn(1).isDone() ? 1 : 0;
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = sleeper.rung();
    }
}
