package io.manyhands.room;

import java.time.Duration;

/// Durations in nanoseconds.
final class Nanos {
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    /// As many as there are, 0 if there are less than none, or [Long#MAX_VALUE], which is for ever.
    static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(MOST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
