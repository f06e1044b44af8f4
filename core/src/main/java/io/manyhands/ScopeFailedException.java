package io.manyhands;

import java.io.Serial;

/// The join of a [Scope] failed. Its cause is what its policy says: by default the failure of the
/// subtask that failed first. The failures of other subtasks are its suppressed exceptions, but for
/// those that were cancelled.
public final class ScopeFailedException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    ScopeFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
