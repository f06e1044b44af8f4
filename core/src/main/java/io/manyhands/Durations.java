package io.manyhands;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// From what the API speaks to what the inside counts in.
final class Durations {
    /// Half of what a long holds, so that a deadline can be added to any reading of the clock and
    /// compared by subtraction: 146 years.
    static final long FOREVER = Long.MAX_VALUE / 2;

    private Durations() {}

    static long nanos(Duration duration) {
        return Math.clamp(TimeUnit.NANOSECONDS.convert(duration), -FOREVER, FOREVER);
    }

    static long nanos(long amount, TimeUnit unit) {
        return Math.clamp(unit.toNanos(amount), -FOREVER, FOREVER);
    }
}
