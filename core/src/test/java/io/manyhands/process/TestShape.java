package io.manyhands.process;

import io.manyhands.spi.Allowance;
import java.util.List;
import java.util.Map;

/// Processes of which nothing is asked but what a test says.
final class TestShape {
    /// Long enough for every test; not so long that twice as much is too large.
    private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

    private TestShape() {}

    /// One, with JVM flags.
    static ProcessShape of(long graceNanos, String... flags) {
        return new ProcessShape(
                null, List.of(flags), null, null, graceNanos, 1, 0, NEVER_NANOS, Surroundings.SAME);
    }

    /// One whose resident memory is limited.
    static ProcessShape ofMemory(long maxMemoryBytes) {
        return new ProcessShape(
                null, List.of(), null, null, 0, 1, maxMemoryBytes, NEVER_NANOS, Surroundings.SAME);
    }

    /// Begins with a worker that has nothing below it, and nothing to set.
    static void start(Channel channel) {
        channel.start(new Allowance(0, "", 0), Map.of());
    }
}
