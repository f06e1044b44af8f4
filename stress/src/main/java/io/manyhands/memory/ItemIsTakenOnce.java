package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Of two that take from a queue with one item, one has it.
@JCStressTest
@Outcome(
        id = {"0, 5", "5, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "One has it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both have it, or nobody.")
@State
@SuppressWarnings("exports")
public class ItemIsTakenOnce {
    private final SmallQueue queue = new SmallQueue();

    public ItemIsTakenOnce() {
        int _ = queue.put(5);
    }

    @Actor
    public void first(II_Result result) {
        result.r1 = queue.take(queue.takersQueue());
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = queue.take(queue.puttersQueue());
    }
}
