package io.manyhands.memory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// What is added to a record that grows, and shown once more before the writer looks at the bell,
/// wakes the reader. The first number says whether the writer rang, the second whether the reader
/// found that there is something.
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It saw what was added, or is woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It sleeps, and nobody wakes it.")
@State
@SuppressWarnings("exports")
public class GrowthWakesTheReader {
    private final SmallRing ring = new SmallRing();

    public GrowthWakesTheReader() {
        ring.open();
    }

    @Actor
    public void grower(II_Result result) {
        ring.add(1);
        ring.writer().publishAgain();
        result.r1 = ring.bell().ring(Bell.DATA) ? 1 : 0;
    }

    @Actor
    public void sleeper(II_Result result) {
        ring.bell().arm(Bell.DATA);
        result.r2 = ring.reader().isEmpty() ? 0 : 1;
    }
}
