package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// An item is fed while the worker that has run the one before finds no more and leaves: the worker
/// stays for it, or another one was called. The number says how many of the two results come once
/// all workers that were called have run.
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both come.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One is left that nobody runs.")
@State
@SuppressWarnings("exports")
public class NoItemIsStranded {
    // With one worker no other can be called while that one is there.
    private final SmallMap map = new SmallMap(true, 4, 1);

    public NoItemIsStranded() {
        map.add(0, 1);
    }

    @Actor
    public void feeder() {
        map.add(1, 2);
    }

    @Actor
    public void worker() {
        boolean _ = map.runFirst();
    }

    @Arbiter
    public void count(I_Result result) {
        while (map.runFirst()) {
            // Whoever was called has his turn.
        }
        while (map.window().poll() != null) {
            result.r1++;
        }
    }
}
