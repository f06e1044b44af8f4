package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.wire.Output;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What one thread needs for a moment to put or take an item: two buffers. Confined to it.
///
/// @param output where an item is encoded
/// @param item where the bytes of one go that is taken
record Scratch(Output output, ItemBytes item) {
    /// Those that nobody uses, for the threads of a front. A thread that finds none makes one.
    /* Not by thread: there may be millions of virtual ones, which seldom do this at the same time. */
    static final class Pool {
        private static final int PLACES = 16;
        private static final int STRIDE = 16;

        private final AtomicReferenceArray<@Nullable Scratch> idle =
                new AtomicReferenceArray<>(PLACES * STRIDE);

        Scratch borrow() {
            int place = place();
            Scratch found = idle.getPlain(place) == null ? null : idle.getAndSet(place, null);
            return found == null ? new Scratch(new Output(), new ItemBytes()) : found;
        }

        void giveBack(Scratch scratch) {
            scratch.output.reset();
            scratch.item.reset();
            idle.setRelease(place(), scratch);
        }

        private static int place() {
            return (int) (Thread.currentThread().threadId() & PLACES - 1) * STRIDE;
        }
    }
}
