package io.manyhands;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// What the body of a [Generator] or [Coroutine] sees at its `yield` when that is closed, or was
/// dropped: it ends the body, whose finally blocks run. There is no need to catch it; who does, to
/// clear up, throws it again. It is an [Error] so that a body that catches every [Exception] ends
/// all the same. It has no stack trace.
///
/// What it brings with it as suppressed, because a resource of the body could not be closed, is
/// thrown by `close()`.
public final class CoroutineClosedError extends Error {
    @Serial private static final long serialVersionUID = 1;

    CoroutineClosedError() {
        super("A coroutine that is closed ends at its yield", null, true, false);
    }

    /// The first one, with the others as suppressed by it.
    @Nullable Throwable suppressedOnes() {
        Throwable[] all = getSuppressed();
        for (int i = 1; i < all.length; i++) {
            all[0].addSuppressed(all[i]);
        }
        return all.length == 0 ? null : all[0];
    }
}
