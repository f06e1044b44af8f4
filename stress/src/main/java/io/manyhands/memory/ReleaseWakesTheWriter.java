package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Whoever arms the bell and then finds no room is woken when half of the ring is released. The
/// first number says whether the reader rang, the second whether the writer found room.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It found room, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class ReleaseWakesTheWriter {
    private final SmallRing ring = new SmallRing();

    public ReleaseWakesTheWriter() {
        ring.fill(SmallRing.PAYLOAD_BYTES);
        for (boolean more = true; more; ) {
            more = ring.reader().next();
        }
    }

    @Actor
    public void reader(II_Result result) {
        RingReader reader = ring.reader();
        reader.release();
        result.r1 = reader.hasAmpleRoom() && ring.bell().ring(Bell.SPACE) ? 1 : 0;
    }

    @Actor
    public void sleeper(II_Result result) {
        ring.bell().arm(Bell.SPACE);
        result.r2 = ring.write(99, SmallRing.PAYLOAD_BYTES) == RingWriter.NO_ROOM ? 0 : 1;
    }
}
