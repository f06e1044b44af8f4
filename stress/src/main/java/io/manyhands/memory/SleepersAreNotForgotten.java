package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two say that they sleep, while one of them wakes who sleeps already: each is woken then, or by
/// the next who wakes. The numbers say whether each was.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both are woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One of them is forgotten.")
@State
@SuppressWarnings("exports")
public class SleepersAreNotForgotten {
    private static final Slabs SLABS = new Slabs(128);

    private final TrialMember early = TrialMember.first(1);
    private final TrialMember first = early.other(2);
    private final TrialMember second = early.other(3);
    private final Sleepers sleepers = new Sleepers(SLABS.words(), 0);

    public SleepersAreNotForgotten() {
        boolean _ = sleepers.add(1);
    }

    @Actor
    public void first() {
        boolean _ = sleepers.add(2);
    }

    @Actor
    public void second() {
        boolean _ = sleepers.add(3);
        sleepers.wake(early);
    }

    @Arbiter
    public void next(II_Result result) {
        sleepers.wake(early);
        result.r1 = first.rung();
        result.r2 = second.rung();
    }
}
