package io.manyhands.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// There is no memory for something that must be done, since somebody waits for it and nobody else
/// would do it: it is tried again until there is.
final class Shortage {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Shortage() {}

    /// Lets some time pass before the next attempt.
    static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /// A list that so many can be added to without any more memory.
    static <T> List<T> list(int size) {
        while (true) {
            try {
                return new ArrayList<>(size);
            } catch (OutOfMemoryError again) {
                pause();
            }
        }
    }
}
