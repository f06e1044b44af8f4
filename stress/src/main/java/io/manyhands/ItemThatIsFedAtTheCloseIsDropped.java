package io.manyhands;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// An item that is fed while the results are closed is dropped and counted so, or never counted.
/// The first number says how many items are left unclaimed, the second how many are counted as
/// submitted and not as cancelled.
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "It is dropped, or was not fed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is forgotten.")
@State
@SuppressWarnings("exports")
public class ItemThatIsFedAtTheCloseIsDropped {
    private final SmallMap map = new SmallMap(true, 4);

    @Actor
    public void feeder() {
        map.add(0, 1);
    }

    @Actor
    public void closer() {
        map.window().close(Window.State.CLOSED);
    }

    @Arbiter
    public void count(II_Result result) {
        result.r1 = (int) map.window().items().unclaimed();
        result.r2 = (int) (map.counters().submitted.sum() - map.counters().cancelled.sum());
    }
}
