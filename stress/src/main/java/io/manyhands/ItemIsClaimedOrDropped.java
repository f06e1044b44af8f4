package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Items that wait when the results are closed are run by a worker or dropped, and counted so. The
/// first number says how many a worker has run, the second how many were counted as cancelled.
@JCStressTest
@Outcome(
        id = {"0, 3", "1, 2", "2, 1", "3, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "Each item is one of the two.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An item is both, or neither.")
@State
@SuppressWarnings("exports")
public class ItemIsClaimedOrDropped {
    private final SmallMap map = new SmallMap(true, 4);

    public ItemIsClaimedOrDropped() {
        map.add(0, 3);
    }

    @Actor
    public void worker() {
        boolean _ = map.runFirst();
    }

    @Actor
    public void closer() {
        map.window().close(Window.State.CLOSED);
    }

    @Arbiter
    public void count(II_Result result) {
        result.r1 = map.runs(0) + map.runs(1) + map.runs(2);
        result.r2 = (int) map.counters().cancelled.sum();
    }
}
