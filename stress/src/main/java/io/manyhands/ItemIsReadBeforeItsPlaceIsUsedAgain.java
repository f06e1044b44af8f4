package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Results as completed, in a window of two: one worker begins the first item while another one
/// does the second, whose result is taken, so that a third item comes to the place of the first.
/// The numbers say how often each was run.
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "Each was run once.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "The first worker has run the third item instead of the first.")
@State
@SuppressWarnings("exports")
public class ItemIsReadBeforeItsPlaceIsUsedAgain {
    private static final int LOOKS = 2_000;

    private final SmallMap map = new SmallMap(false, 2);
    // Written by the second actor, read by the arbiter.
    private boolean isFed;

    public ItemIsReadBeforeItsPlaceIsUsedAgain() {
        map.add(0, 2);
    }

    @Actor
    public void first() {
        boolean _ = map.runFirst();
    }

    @Actor
    public void second() {
        int looks = LOOKS;
        while (looks > 0 && !map.runFirst()) {
            Thread.onSpinWait();
            looks--;
        }
        feed();
    }

    @Arbiter
    public void count(III_Result result) {
        feed();
        while (map.runFirst()) {
            // Whoever was called has his turn.
        }
        result.r1 = map.runs(0);
        result.r2 = map.runs(1);
        result.r3 = map.runs(2);
    }

    private void feed() {
        if (!isFed && map.window().poll() != null) {
            map.add(2, 3);
            isFed = true;
        }
    }
}
