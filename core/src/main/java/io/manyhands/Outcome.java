package io.manyhands;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// How a task ended, as a value: for those who want no exceptions. Immutable, as far as what it
/// holds is.
///
/// @param <T> the type of the task's value
public sealed interface Outcome<T extends @Nullable Object> {

    /// The task gave a value.
    ///
    /// @param value what the task gave, null if that was it
    /// @param <T> the type of the value
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /// The task gave none.
    ///
    /// @param cause the task's own exception, [java.util.concurrent.CancellationException],
    ///   [TaskTimeoutException], or what kept it from running
    /// @param <T> the type of the value that is missing
    record Failure<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {}

    /// The value, for those who want an exception after all.
    ///
    /// @return the value
    /// @throws CompletionException if the task gave none; the cause says why
    default T orElseThrow() {
        return switch (this) {
            case Success<T>(T value) -> value;
            case Failure<T>(Throwable cause) -> throw new CompletionException(cause);
        };
    }

    /// Whether there is a value.
    ///
    /// @return true for a [Success]
    default boolean isSuccess() {
        return this instanceof Success<T>;
    }
}
