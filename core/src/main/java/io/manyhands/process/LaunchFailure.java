package io.manyhands.process;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A worker process cannot be started, with the reason in a sentence.
final class LaunchFailure extends Exception {
    @Serial private static final long serialVersionUID = 1;

    LaunchFailure(String message) {
        this(message, null);
    }

    LaunchFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
