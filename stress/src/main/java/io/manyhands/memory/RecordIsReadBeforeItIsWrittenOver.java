package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// The writer puts nothing over a record that the reader has not released. The first number says
/// whether the reader saw its record whole, the second whether the writer has put another there.
@JCStressTest
@Outcome(
        id = {"1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It was read before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It was written over while it was read.")
@State
@SuppressWarnings("exports")
public class RecordIsReadBeforeItIsWrittenOver {
    private final SmallRing ring = new SmallRing();

    public RecordIsReadBeforeItIsWrittenOver() {
        ring.fill(SmallRing.PAYLOAD_BYTES);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = ring.look(0, SmallRing.PAYLOAD_BYTES);
        ring.reader().release();
    }

    @Actor
    public void writer(II_Result result) {
        result.r2 = ring.write(99, SmallRing.PAYLOAD_BYTES) == RingWriter.NO_ROOM ? 0 : 1;
    }
}
