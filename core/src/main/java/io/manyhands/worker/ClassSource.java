package io.manyhands.worker;

import org.jspecify.annotations.Nullable;

/// Where a loader gets the classes from that exist in the parent's loaders only. Thread-safe.
interface ClassSource {
    /// The answer to a question. Blocks until the parent has answered; an interrupt is kept for
    /// later.
    ///
    /// @param loader the loader's id
    /// @param question the text of a [io.manyhands.wire.ClassQuestion]
    /// @return an encoded [io.manyhands.wire.ClassAnswer], or null for what is missing
    byte @Nullable [] wanted(int loader, String question);
}
