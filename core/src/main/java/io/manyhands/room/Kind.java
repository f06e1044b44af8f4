package io.manyhands.room;

import io.manyhands.memory.Words;
import java.util.function.Function;

/// What a shared object is made of: its memory, and what users see of it. Immutable.
///
/// @param sizeBytes how many bytes its memory takes
/// @param layout fills its memory once
/// @param front makes what users see of it in this process
/// @param <T> the type of that
record Kind<T>(long sizeBytes, Layout layout, Function<RoomObject, T> front) {

    /// Fills the memory of a new object.
    @FunctionalInterface
    interface Layout {
        /// Fills it.
        ///
        /// @param words full of zeroes from the address on
        /// @param at where the object begins: a multiple of 64
        void lay(Words words, long at);
    }
}
