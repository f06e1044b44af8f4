package io.manyhands.room;

import java.time.Duration;

/// Durations in nanoseconds.
final class Nanos {
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    /// As many as there are, or [Long#MAX_VALUE], which is for ever.
    static long of(Duration duration) {
        return duration.compareTo(MOST) >= 0 ? Long.MAX_VALUE : Math.max(0, duration.toNanos());
    }
}
