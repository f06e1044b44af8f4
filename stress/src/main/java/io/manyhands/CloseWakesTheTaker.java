package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Who waits for the next result is woken when somebody closes the results. The number stands for
/// the end.
@JCStressTest
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "The end was seen.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The taker was not woken.")
@State
@SuppressWarnings("exports")
public class CloseWakesTheTaker {
    private final SmallMap map = new SmallMap(true, 2);
    private volatile boolean isDone;

    @Actor
    public void closer() {
        map.pause();
        map.window().close(Window.State.CLOSED);
        isDone = true;
    }

    @Actor
    public void taker(I_Result result) {
        result.r1 = map.take(() -> isDone, 7);
    }
}
