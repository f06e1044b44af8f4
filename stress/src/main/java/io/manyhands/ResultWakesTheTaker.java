package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Who waits for the next result is woken when it is published. The number is the result.
@JCStressTest
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "It was taken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The taker was not woken, or took something else.")
@State
@SuppressWarnings("exports")
public class ResultWakesTheTaker {
    private final SmallMap map = new SmallMap(true, 2);
    private volatile boolean isDone;

    @Actor
    public void worker() {
        map.pause();
        map.window().results().publish(0, 7);
        isDone = true;
    }

    @Actor
    public void taker(I_Result result) {
        result.r1 = map.take(() -> isDone, -2);
    }
}
