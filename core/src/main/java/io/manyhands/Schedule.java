package io.manyhands;

import java.time.Instant;
import java.util.Optional;

/// An action that runs at a time or at intervals. A failed run is reported once, to the workers'
/// listener or else to the log. Thread-safe; no method blocks.
public sealed interface Schedule permits DelayedRun {

    /// Ends the schedule: no run begins any more. One that has begun is interrupted; it counts.
    ///
    /// @return true if it is ended by this call; false if it had already ended
    boolean cancel();

    /// When the next run is due, as the wall clock is now.
    ///
    /// @return the time, which may have passed if no worker was free; empty while the last run of
    ///   the schedule goes on, and once it has ended
    Optional<Instant> nextRun();

    /// How many runs have begun.
    ///
    /// @return 0 before the first
    long runCount();

    /// Whether no run will begin and none goes on.
    ///
    /// @return true after the last run, a failure that ends the series, a cancel or a shutdown
    boolean isDone();

    /// How the last run that failed did so.
    ///
    /// @return what it threw, or [TaskTimeoutException]; empty if none has failed
    Optional<Throwable> failure();
}
