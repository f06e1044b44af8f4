package io.manyhands.wire;

import org.jspecify.annotations.Nullable;

/// Compares objects by identity, on purpose. Stateless.
final class Identity {
    private Identity() {}

    /// Whether both are the very same object. To ask `equals` would be to run user code.
    @SuppressWarnings("ReferenceEquality") // The one place where it is meant.
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }
}
