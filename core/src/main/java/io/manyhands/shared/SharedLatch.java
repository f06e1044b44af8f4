package io.manyhands.shared;

import java.time.Duration;

/// A count that goes down to zero once, for which threads, virtual threads and processes wait: as a
/// [java.util.concurrent.CountDownLatch].
///
/// What happened before a count down is seen after the wait. It can be captured by a task.
/// Thread-safe.
public interface SharedLatch {
    /// Counts one down; does nothing at zero. Never blocks.
    void countDown();

    /// What is still to be counted.
    ///
    /// @return at least 0
    long count();

    /// Waits until the count is zero.
    ///
    /// @throws InterruptedException if interrupted
    void await() throws InterruptedException;

    /// Waits until the count is zero, for a while.
    ///
    /// @param timeout how long to wait at most
    /// @return whether it was zero in time
    /// @throws InterruptedException if interrupted
    boolean await(Duration timeout) throws InterruptedException;
}
