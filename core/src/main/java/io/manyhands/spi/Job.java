package io.manyhands.spi;

/// One piece of work on its way to a worker, as the pool hands it to a [Backend].
///
/// Running it never throws: whatever the user's code throws becomes the outcome of its task. It may
/// be run when its task has already ended; it does nothing then. Thread-safe.
public interface Job extends Runnable {

    /// A readable name, for thread dumps, statistics and messages.
    ///
    /// @return the task's name and number
    String label();
}
