package io.manyhands.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an exception looked like where it was thrown: plain text and stack frames, free of the
/// exception's own class. It stands in for an exception that cannot travel. Immutable.
///
/// An exception met for the second time (a cycle, or one that is shared) and one beyond the bounds
/// is told by name and message only.
///
/// @param className the exception's class name
/// @param message its message, if any
/// @param stackTrace its frames, innermost first
/// @param cause the image of its cause, if any
/// @param suppressed the images of its suppressed exceptions
public record ThrowableImage(
        String className,
        @Nullable String message,
        List<StackTraceElement> stackTrace,
        @Nullable ThrowableImage cause,
        List<ThrowableImage> suppressed)
        implements Serializable {
    /// How deeply causes and suppressed exceptions are followed.
    static final int MAX_DEPTH = 100;

    private static final int MAX_IMAGES = 1_000;
    private static final long serialVersionUID = 1L;

    /// An image of these parts.
    public ThrowableImage {
        stackTrace = List.copyOf(stackTrace);
        suppressed = List.copyOf(suppressed);
    }

    /// The image of an exception. Calls its `getMessage`, `getCause` and `getStackTrace`; if one of
    /// them throws, the image goes without that part.
    ///
    /// @param failure any exception or error
    /// @return its image
    public static ThrowableImage of(Throwable failure) {
        return of(failure, Collections.newSetFromMap(new IdentityHashMap<>()), 1);
    }

    /// The whole image as text, in the form of [Throwable#printStackTrace()].
    ///
    /// @return lines of text, each with its end
    public String text() {
        StringBuilder text = new StringBuilder();
        append(text, "", "");
        return text.toString();
    }

    /// The exception's message, or a word on why there is none. Never throws.
    static @Nullable String messageOf(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (Throwable thrown) {
            return "[getMessage() threw " + thrown.getClass().getName() + "]";
        }
    }

    /// The exception's class name and message, as `Throwable.toString` gives. Never throws.
    static String describe(Throwable failure) {
        return heading(failure.getClass().getName(), messageOf(failure));
    }

    private static ThrowableImage of(Throwable failure, Set<Throwable> seen, int depth) {
        String name = failure.getClass().getName();
        String message = messageOf(failure);
        if (!seen.add(failure)) {
            return leftOut(name, "[seen above]", message);
        }
        if (depth >= MAX_DEPTH || seen.size() >= MAX_IMAGES) {
            return leftOut(name, "[the rest is left out]", message);
        }
        Throwable cause = causeOf(failure);
        return new ThrowableImage(
                name,
                message,
                stackTraceOf(failure),
                cause == null ? null : of(cause, seen, depth + 1),
                Stream.of(failure.getSuppressed())
                        .limit(Math.max(0, MAX_IMAGES - seen.size()))
                        .map(suppressed -> of(suppressed, seen, depth + 1))
                        .toList());
    }

    private static ThrowableImage leftOut(String name, String why, @Nullable String message) {
        String text = message == null ? why : why + " " + message;
        return new ThrowableImage(name, text, List.of(), null, List.of());
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable thrown) {
            return null;
        }
    }

    private static List<StackTraceElement> stackTraceOf(Throwable failure) {
        try {
            return List.of(failure.getStackTrace());
        } catch (Throwable thrown) {
            return List.of();
        }
    }

    private static String heading(String name, @Nullable String message) {
        return message == null ? name : name + ": " + message;
    }

    private void append(StringBuilder text, String indent, String caption) {
        text.append(indent).append(caption).append(heading(className, message)).append('\n');
        for (StackTraceElement frame : stackTrace) {
            text.append(indent).append("\tat ").append(frame).append('\n');
        }
        for (ThrowableImage image : suppressed) {
            image.append(text, indent + "\t", "Suppressed: ");
        }
        if (cause != null) {
            cause.append(text, indent, "Caused by: ");
        }
    }
}
