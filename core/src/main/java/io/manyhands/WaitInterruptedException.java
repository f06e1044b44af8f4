package io.manyhands;

import java.io.Serial;

/// A wait inside a method that cannot throw [InterruptedException], such as
/// [java.util.Iterator#next()], was interrupted. The thread's interrupt status is set again,
/// nothing is lost, and the same call can be made again once the status is cleared.
public final class WaitInterruptedException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    WaitInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
