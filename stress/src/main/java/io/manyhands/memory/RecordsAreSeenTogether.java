package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Records that are published by one store are seen together, also when the second one is at the
/// beginning of the ring, behind padding.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Nothing is published yet.")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both are there, whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One is seen without the other, or not whole.")
@State
@SuppressWarnings("exports")
public class RecordsAreSeenTogether {
    private static final int SHORT = 8;

    private final SmallRing ring = new SmallRing();

    public RecordsAreSeenTogether() {
        // What is left of the ring is too little for both.
        ring.pass(7, SmallRing.PAYLOAD_BYTES);
    }

    @Actor
    public void writer() {
        long _ = ring.write(1, SHORT);
        long _ = ring.write(2, SmallRing.PAYLOAD_BYTES);
        ring.writer().publish();
    }

    @Actor
    public void reader(I_Result result) {
        int first = ring.look(1, SHORT);
        int second = first == 1 ? ring.look(2, SmallRing.PAYLOAD_BYTES) : 0;
        result.r1 = second < 0 ? second : first + second;
    }
}
