package io.manyhands;

import io.manyhands.waits.Clock;
import java.time.Instant;

/// The time of workers, for what their tasks share. Thread-safe.
///
/// @param time its source
record PoolClock(TimeSource time) implements Clock {
    static Clock of(TimeSource time) {
        return time instanceof SystemTime ? SYSTEM : new PoolClock(time);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public void park(Object blocker, long nanos) {
        time.park(blocker, nanos);
    }
}
