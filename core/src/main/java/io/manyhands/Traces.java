package io.manyhands;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The stack traces of failures that come from a body's thread. Stateless.
final class Traces {
    /// An exception that a body makes once and throws again and again does not grow for ever.
    private static final int MOST_FRAMES = 1024;

    private Traces() {}

    /// Adds the caller's frames below those of the body's thread, as if that had been called. What
    /// was not made in such a thread stays as it is.
    ///
    /// @return the same
    static Throwable join(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        if (isOfVirtualThread(frames) && frames.length < MOST_FRAMES) {
            StackTraceElement[] own = new Throwable().getStackTrace();
            thrown.setStackTrace(
                    Stream.concat(Arrays.stream(frames), Arrays.stream(own).skip(1))
                            .toArray(StackTraceElement[]::new));
        }
        return thrown;
    }

    @SuppressWarnings("ReferenceEquality") // a failure is itself
    static boolean isSame(Throwable thrown, @Nullable Throwable other) {
        return thrown == other;
    }

    private static boolean isOfVirtualThread(StackTraceElement[] frames) {
        return frames.length > 0
                && frames[frames.length - 1].getClassName().equals("java.lang.VirtualThread");
    }
}
