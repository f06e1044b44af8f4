package io.manyhands;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Stands for an exception that could not travel, or could not be rebuilt where it arrived. It has
/// the original's stack trace, and its causes and suppressed exceptions in the same way.
public final class RemoteTaskException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final String className;
    private final @Nullable String originalMessage;

    RemoteTaskException(
            String className, @Nullable String originalMessage, @Nullable Throwable cause) {
        super(originalMessage == null ? className : className + ": " + originalMessage, cause);
        this.className = className;
        this.originalMessage = originalMessage;
    }

    /// The class of the exception that it stands for.
    ///
    /// @return a binary class name
    public String className() {
        return className;
    }

    /// The message of the exception that it stands for.
    ///
    /// @return the message, or null if it had none
    public @Nullable String originalMessage() {
        return originalMessage;
    }
}
