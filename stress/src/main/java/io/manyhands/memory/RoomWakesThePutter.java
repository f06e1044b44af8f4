package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who says that it sleeps until there is room, and then finds none, is woken by who takes an item.
/// The first number says whether it was rung for, the second whether it has found room.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw the room, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class RoomWakesThePutter {
    private final SmallQueue queue = new SmallQueue();

    public RoomWakesThePutter() {
        int _ = queue.put(5);
    }

    @Actor
    public void taker() {
        int _ = queue.take(queue.takersQueue());
    }

    @Actor
    public void putter(II_Result result) {
        boolean _ = queue.puttersQueue().room().add(1);
        result.r2 = queue.put(9);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = queue.putter().rung();
    }
}
