package io.manyhands.shared;

import java.io.Serial;

/// The wait was broken up: it was part of a deadlock. What was waited for is not held; what the
/// thread held before, it still holds, so it is to give that up on its way out.
public final class DeadlockException extends IllegalStateException {
    @Serial private static final long serialVersionUID = 1;

    private final Deadlock cycle;

    /// For those who break up deadlocks.
    ///
    /// @param cycle the deadlock
    public DeadlockException(Deadlock cycle) {
        super("A wait must not wait for itself, by way of others: " + cycle);
        this.cycle = cycle;
    }

    /// The deadlock that the wait was part of.
    ///
    /// @return as it was found
    public Deadlock cycle() {
        return cycle;
    }
}
