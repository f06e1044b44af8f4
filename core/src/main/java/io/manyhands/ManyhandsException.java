package io.manyhands;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The root of this library's own failures. Where `java.util.concurrent` has a name for a failure,
/// that one is thrown instead. The message is the rule that was broken, then `name=value`.
public abstract class ManyhandsException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// For the library's modules.
    ///
    /// @param message the rule, then `name=value`
    /// @param cause what led to it, or null
    protected ManyhandsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
