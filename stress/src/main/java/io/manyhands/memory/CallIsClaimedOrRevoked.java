package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A record of one call is claimed or taken back, never both, never neither. The first number says
/// how many calls the reader has claimed, the second how many of them the writer was told that the
/// reader has begun.
@JCStressTest
@Outcome(
        id = {"0, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "Both sides say the same.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A call is run by two, or by nobody.")
@State
@SuppressWarnings("exports")
public class CallIsClaimedOrRevoked {
    private final SmallRing ring = new SmallRing();
    private final long position = ring.write(5, 0);

    public CallIsClaimedOrRevoked() {
        ring.writer().publish();
        boolean _ = ring.reader().next();
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = ring.claims(0) ? 1 : 0;
    }

    @Actor
    public void writer(II_Result result) {
        int begun = ring.writer().revoke(position, 0, 1);
        result.r2 = begun == RingWriter.NOTHING_LEFT ? 1 : begun;
    }
}
