package io.manyhands.wire;

import java.io.IOException;

/// Says that what came through a pipe is not what this version of the library writes into it: one
/// sentence, the rule that was broken, then `name=value`. The pipe is of no use afterwards.
public final class BrokenFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Says what is wrong.
    ///
    /// @param message the sentence
    public BrokenFrameException(String message) {
        super(message);
    }
}
