package io.manyhands.room;

import java.nio.channels.ClosedByInterruptException;
import java.util.function.Supplier;

/// Does what an interrupt would break: a channel is closed when the thread that uses it is
/// interrupted, or was before. The interrupt stays for later. Stateless.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Does something again and again until no interrupt has broken it.
    ///
    /// @param work may be broken off at any file
    static <T> T get(Supplier<T> work) {
        boolean isInterrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.get();
                } catch (IllegalStateException failure) {
                    if (!isOfInterrupt(failure)) {
                        throw failure;
                    }
                    isInterrupted = true;
                    boolean _ = Thread.interrupted();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isOfInterrupt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }
}
