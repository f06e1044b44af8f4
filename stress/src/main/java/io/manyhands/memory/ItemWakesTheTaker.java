package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Who says that it sleeps until there is an item, and then finds none, is woken by who puts one.
/// The first number says whether it was rung for, the second is what it has taken.
@JCStressTest
@Outcome(
        id = {"0, 5", "1, 0", "1, 5"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw the item, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class ItemWakesTheTaker {
    private final SmallQueue queue = new SmallQueue();

    @Actor
    public void putter() {
        int _ = queue.put(5);
    }

    @Actor
    public void taker(II_Result result) {
        boolean _ = queue.takersQueue().items().add(2);
        result.r2 = queue.take(queue.takersQueue());
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = queue.taker().rung();
    }
}
