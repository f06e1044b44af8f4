package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two threads count under a lock, in a plain word. The numbers are what each has found.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "One came after the other, and saw what it did.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were in, or one did not see what the other did.")
@State
@SuppressWarnings("exports")
public class LockLetsOneInAtATime {
    // Behind the lock, which is not fair, and whose turns nobody looks at.
    private static final int CELL = 128;
    private static final Slabs SLABS = new Slabs(2 * CELL);

    private final Words words = SLABS.words();
    private final TrialMember member = TrialMember.first(1);
    private final RobustLock firstLock = new RobustLock(words, 0, member, false);
    private final RobustLock secondLock = new RobustLock(words, 0, member.other(2), false);

    @Actor
    public void first(II_Result result) {
        result.r1 = count(firstLock);
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = count(secondLock);
    }

    private int count(RobustLock lock) {
        while (!lock.tryAcquire(1).isDone()) {
            Thread.onSpinWait();
        }
        int found = words.loadInt(CELL);
        words.storeInt(CELL, found + 1);
        lock.release();
        return found;
    }
}
