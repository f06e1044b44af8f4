package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Records that are published quietly, and once more before the writer looks at the bell, wake the
/// reader as others do. The first number says whether the writer rang, the second whether the
/// reader found a record.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw the record, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class QuietRecordsWakeTheReader {
    private final SmallRing ring = new SmallRing();

    public QuietRecordsWakeTheReader() {
        long _ = ring.write(5, 0);
    }

    @Actor
    public void publisher(II_Result result) {
        ring.writer().publishQuietly();
        ring.writer().publishAgain();
        result.r1 = ring.bell().ring(Bell.DATA) ? 1 : 0;
    }

    @Actor
    public void sleeper(II_Result result) {
        ring.bell().arm(Bell.DATA);
        result.r2 = ring.reader().isEmpty() ? 0 : 1;
    }
}
