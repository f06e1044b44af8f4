package io.manyhands.waits;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// By which the time of waits is measured. Thread-safe.
public interface Clock {
    /// The machine's.
    Clock SYSTEM =
            new Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public boolean isSystem() {
                    return true;
                }

                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public void park(Object blocker, long nanos) {
                    LockSupport.parkNanos(blocker, nanos);
                }
            };

    /// The steady clock.
    ///
    /// @return nanoseconds since some moment
    long nanos();

    /// The time of day.
    ///
    /// @return the moment
    Instant now();

    /// Parks the current thread for a while, as [LockSupport#parkNanos(Object, long)].
    ///
    /// @param blocker what the thread waits for
    /// @param nanos how long at most
    void park(Object blocker, long nanos);

    /// Whether it is the machine's.
    ///
    /// @return false for any other
    default boolean isSystem() {
        return false;
    }

    /// Whether a wait of so long needs more than the JDK's methods, which go by the machine's
    /// clock.
    ///
    /// @param nanos how long: [Long#MAX_VALUE] for ever
    /// @return whether it ends with time, and by another clock
    default boolean limits(long nanos) {
        return !isSystem() && nanos > 0 && nanos < Long.MAX_VALUE;
    }
}
