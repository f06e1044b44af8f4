package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who says that it sleeps, and then does not see a change, is woken by who made it. The first
/// number says whether it was rung for, the second whether it has seen the last of two changes.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw the change, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class SleeperSeesTheChangeOrIsWoken {
    private static final int SLOT = 5;
    private static final int CELL = Sleepers.BYTES;
    private static final Slabs SLABS = new Slabs(128);

    private final Words words = SLABS.words();
    private final TrialMember member = TrialMember.first(SLOT);
    private final Sleepers sleepers = new Sleepers(words, 0);

    @Actor
    public void committer() {
        words.storeLongVolatile(CELL, 1);
        sleepers.wake(member);
        words.storeLongVolatile(CELL, 2);
        sleepers.wake(member);
    }

    @Actor
    public void sleeper(II_Result result) {
        boolean _ = sleepers.add(SLOT);
        result.r2 = words.loadLongVolatile(CELL) == 2 ? 1 : 0;
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = member.rung();
    }
}
