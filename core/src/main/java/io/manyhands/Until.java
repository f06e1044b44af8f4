package io.manyhands;

/// What [Futures#await] waits for.
public enum Until {
    /// Until every task has ended.
    ALL,
    /// Until at least one task has ended, in whatever way.
    FIRST_DONE,
    /// Until a task has ended without a value, or all have ended.
    FIRST_FAILURE
}
