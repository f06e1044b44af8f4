package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who waits for room in a full window may be overlooked by whoever takes a result, but is woken
/// before that one waits for the next. The first number says whether there was room, the second is
/// the next result.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "There was room.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both wait for each other.")
@State
@SuppressWarnings("exports")
public class RoomWakesTheFeeder {
    private final SmallMap map = new SmallMap(true, 1);
    private volatile boolean isWaiting;

    public RoomWakesTheFeeder() {
        map.add(0, 1);
        map.work(0);
    }

    @Actor
    public void feeder(II_Result result) {
        isWaiting = true;
        result.r1 = map.window().awaitRoom() ? 1 : 0;
        map.add(1, 2);
        map.work(1);
    }

    @Actor
    public void taker(II_Result result) {
        map.pause();
        if (map.window().poll() != null) {
            result.r2 = map.take(() -> isWaiting, -2);
            if (result.r2 == SmallMap.LATE) {
                // The feeder is not to hang either.
                map.window().close(Window.State.CLOSED);
            }
        }
    }
}
