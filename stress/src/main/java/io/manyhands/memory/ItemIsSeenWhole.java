package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// An item of a queue is seen whole or not at all.
@JCStressTest
@Outcome(
        id = {"0", "5"},
        expect = Expect.ACCEPTABLE,
        desc = "It is not there yet, or whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part of it is seen.")
@State
@SuppressWarnings("exports")
public class ItemIsSeenWhole {
    private final SmallQueue queue = new SmallQueue();

    @Actor
    public void putter() {
        int _ = queue.put(5);
    }

    @Actor
    public void taker(I_Result result) {
        result.r1 = queue.take(queue.takersQueue());
    }
}
