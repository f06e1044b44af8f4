package io.manyhands.shared;

import java.time.Duration;

/// Something that has happened or not, for which threads, virtual threads and processes wait.
///
/// Whoever waits when it is set goes on, even if it is cleared at once. What happened before it was
/// set is seen by those who waited for it. It can be captured by a task. Thread-safe.
public interface SharedEvent {
    /// Says that it has happened: all who wait go on, and nobody waits until it is cleared. Never
    /// blocks.
    void set();

    /// Says that it has not happened. Never blocks.
    void clear();

    /// Whether it has happened.
    ///
    /// @return true between a set and a clear
    boolean isSet();

    /// Waits until it is set; not at all if it is.
    ///
    /// @throws InterruptedException if interrupted
    void await() throws InterruptedException;

    /// Waits until it is set, for a while.
    ///
    /// @param timeout how long to wait at most
    /// @return whether it was set in time
    /// @throws InterruptedException if interrupted
    boolean await(Duration timeout) throws InterruptedException;
}
