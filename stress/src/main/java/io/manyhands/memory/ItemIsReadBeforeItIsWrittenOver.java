package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Nothing is put over an item that is being taken. The first number is what was taken, the second
/// says whether there was room for another item.
@JCStressTest
@Outcome(
        id = {"5, 0", "5, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It was read before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It was written over while it was read.")
@State
@SuppressWarnings("exports")
public class ItemIsReadBeforeItIsWrittenOver {
    private final SmallQueue queue = new SmallQueue();

    public ItemIsReadBeforeItIsWrittenOver() {
        int _ = queue.put(5);
    }

    @Actor
    public void taker(II_Result result) {
        result.r1 = queue.take(queue.takersQueue());
    }

    @Actor
    public void putter(II_Result result) {
        result.r2 = queue.put(9);
    }
}
