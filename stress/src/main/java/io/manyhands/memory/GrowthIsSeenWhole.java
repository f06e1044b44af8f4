package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// What is added to a record that grows is seen in order, each part whole or not at all, and all of
/// it before the record that follows.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Nothing was added yet.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The first part is there.")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both parts are there.")
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "Both, and the record that follows.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part is seen half, or in disorder.")
@State
@SuppressWarnings("exports")
public class GrowthIsSeenWhole {
    private final SmallRing ring = new SmallRing();

    public GrowthIsSeenWhole() {
        ring.open();
    }

    @Actor
    public void grower() {
        ring.add(1);
        ring.add(2);
        long _ = ring.write(5, 8);
        ring.writer().publishQuietly();
    }

    @Actor
    public void looker(I_Result result) {
        result.r1 = ring.lookAtGrowth(5, 8);
    }
}
