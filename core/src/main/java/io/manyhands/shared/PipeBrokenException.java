package io.manyhands.shared;

import java.io.Serial;

/// The process at the other end of a pipe has ended, and that end was not closed. What it had sent
/// was received before.
public final class PipeBrokenException extends IllegalStateException {
    @Serial private static final long serialVersionUID = 1;

    /// For those who make pipes.
    ///
    /// @param message the rule, then `name=value`
    public PipeBrokenException(String message) {
        super(message);
    }
}
