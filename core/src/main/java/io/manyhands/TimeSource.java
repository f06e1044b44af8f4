package io.manyhands;

import java.time.Duration;
import java.time.Instant;

/// The one clock of the workers: every reading of the time, and every wait that ends with time,
/// goes through it, so that a test or a simulation can own the time. Thread-safe.
public interface TimeSource {

    /// The machine's clocks: [System#nanoTime()] and [Instant#now()].
    ///
    /// @return the source that is used unless another was given
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /// The steady clock, for measuring how long: never set back.
    ///
    /// @return nanoseconds since some fixed moment, possibly negative
    long nanos();

    /// The wall clock, which can be set forward and back.
    ///
    /// @return the time of day
    Instant now();

    /// Parks the current thread until it is unparked or interrupted, until the steady clock has
    /// gone on by that much, or for no reason, as
    /// [java.util.concurrent.locks.LockSupport#parkNanos(Object, long)].
    ///
    /// The caller has read the steady clock before and counted from that: a source whose clock
    /// moves by itself from outside must see to it that a thread which parks just after a move does
    /// not sleep past it, for example by waking all parked threads at each move.
    ///
    /// @param blocker what the thread waits for, for thread dumps
    /// @param nanos how long at most, in nanoseconds; returns at once if it is not positive
    void park(Object blocker, long nanos);

    /// Whether all that happens is to follow from this clock and from what the program does, so
    /// that it can be had again: then nothing is done for which the machine's clock or the
    /// collection of garbage would decide the moment, such as the closing of results that were
    /// dropped.
    ///
    /// @return false, unless the source is that of a simulation
    default boolean isSimulated() {
        return false;
    }

    /// Waits for the end of a thread, or until the steady clock has gone on by that much, as
    /// [Thread#join(Duration)]. Unless a source says otherwise, it goes by the machine's clock:
    /// what waits so looks again and again.
    ///
    /// @param thread one that was started
    /// @param most how long at most
    /// @return whether the thread has ended
    /// @throws InterruptedException if the current thread is interrupted
    default boolean join(Thread thread, Duration most) throws InterruptedException {
        return thread.join(most);
    }
}
