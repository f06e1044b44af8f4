package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Of a record of several calls the reader claims one after the other until the writer takes back
/// the rest: each call is run by one side. The first number says how many calls the reader has
/// claimed, the second how many of them the writer was told that the reader has begun.
@JCStressTest
@Outcome(
        id = {"0, 0", "1, 1", "2, 2", "3, 3"},
        expect = Expect.ACCEPTABLE,
        desc = "Both sides say the same.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A call is run by two, or by nobody.")
@State
@SuppressWarnings("exports")
public class EachCallIsClaimedOrRevoked {
    private static final int CALLS = 3;

    private final SmallRing ring = new SmallRing();
    private final long position = ring.write(5, 0);

    public EachCallIsClaimedOrRevoked() {
        ring.writer().publish();
        boolean _ = ring.reader().next();
    }

    @Actor
    public void reader(II_Result result) {
        int claimed = 0;
        while (claimed < CALLS && ring.claims(claimed)) {
            claimed++;
        }
        result.r1 = claimed;
    }

    @Actor
    public void writer(II_Result result) {
        int begun = ring.writer().revoke(position, 0, CALLS);
        result.r2 = begun == RingWriter.NOTHING_LEFT ? CALLS : begun;
    }
}
