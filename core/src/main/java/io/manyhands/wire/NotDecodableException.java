package io.manyhands.wire;

import org.jspecify.annotations.Nullable;

/// Says that received bytes cannot be turned into an object, and why. The message is one sentence:
/// the rule that was broken, then `name=value`. Immutable.
public final class NotDecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotDecodableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
