package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A record that is published quietly is seen whole or not at all.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "It is not published yet.")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "It is whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part of it is seen.")
@State
@SuppressWarnings("exports")
public class QuietRecordIsSeenWhole {
    private final SmallRing ring = new SmallRing();

    @Actor
    public void writer() {
        long _ = ring.write(5, SmallRing.PAYLOAD_BYTES);
        ring.writer().publishQuietly();
    }

    @Actor
    public void reader(I_Result result) {
        result.r1 = ring.look(5, SmallRing.PAYLOAD_BYTES);
    }
}
