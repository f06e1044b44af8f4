package io.manyhands.wire;

import org.jspecify.annotations.Nullable;

/// An exception as it arrived: the real one where it could be rebuilt, and its image always.
/// Immutable, as far as exceptions are.
///
/// @param exception the real exception with its stack trace, causes and suppressed exceptions, or
///   null when it could not be encoded or decoded
/// @param image what the exception looked like where it was thrown
/// @param obstacle why there is no real exception, as one sentence; null when there is one
public record DecodedFailure(
        @Nullable Throwable exception, ThrowableImage image, @Nullable String obstacle) {}
