package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Results as completed: two are published at the same time, by a worker and by one that then takes
/// both. The numbers are the results.
@JCStressTest
@Outcome(
        id = {"7, 8", "8, 7"},
        expect = Expect.ACCEPTABLE,
        desc = "Both were taken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The taker was not woken, or took one twice.")
@State
@SuppressWarnings("exports")
public class ResultsAsCompletedWakeTheTaker {
    private final SmallMap map = new SmallMap(false, 2);
    private volatile boolean isDone;

    @Actor
    public void worker() {
        map.pause();
        map.window().results().publish(0, 7);
        isDone = true;
    }

    @Actor
    public void taker(II_Result result) {
        map.window().results().publish(1, 8);
        result.r1 = map.take(() -> isDone, -2);
        result.r2 = map.take(() -> isDone, -2);
    }
}
