package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who waits for the next results is woken when several are published at once. The numbers are the
/// results.
@JCStressTest
@Outcome(id = "7, 8", expect = Expect.ACCEPTABLE, desc = "They were taken, in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The taker was not woken, or took something else.")
@State
@SuppressWarnings("exports")
public class ResultsThatComeTogetherWakeTheTaker {
    private final SmallMap map = new SmallMap(true, 2);
    private volatile boolean isDone;

    @Actor
    public void worker() {
        map.pause();
        map.window().results().publish(0, new ItemsParcel.Settled(new Object[] {7, 8}, 0, 2));
        isDone = true;
    }

    @Actor
    public void taker(II_Result result) {
        result.r1 = map.take(() -> isDone, -2);
        result.r2 = map.take(() -> isDone, -2);
    }
}
