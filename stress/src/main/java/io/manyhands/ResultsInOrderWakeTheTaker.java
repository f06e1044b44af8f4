package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// The second result is here, the first one comes: who waits is woken, and takes them in order.
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "They were taken, in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The taker was not woken, or took something else.")
@State
@SuppressWarnings("exports")
public class ResultsInOrderWakeTheTaker {
    private final SmallMap map = new SmallMap(true, 2);
    private volatile boolean isDone;

    public ResultsInOrderWakeTheTaker() {
        map.add(0, 2);
        boolean _ = map.window().items().claim(0, 1);
        map.work(1);
    }

    @Actor
    public void worker() {
        map.pause();
        map.window().results().publish(0, 0);
        isDone = true;
    }

    @Actor
    public void taker(II_Result result) {
        result.r1 = map.take(() -> isDone, -2);
        result.r2 = map.take(() -> isDone, -2);
    }
}
