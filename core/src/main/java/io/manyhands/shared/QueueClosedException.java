package io.manyhands.shared;

import java.io.Serial;

/// A queue, a topic or a pipe was closed: nothing can be put into it any more, or everything that
/// was put into it has been taken. Nothing is lost by it.
public final class QueueClosedException extends IllegalStateException {
    @Serial private static final long serialVersionUID = 1;

    /// For those who make queues.
    ///
    /// @param message the rule, then `name=value`
    public QueueClosedException(String message) {
        super(message);
    }
}
