package io.manyhands.worker;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions that items are applied to: bytes at first, decoded by the first item, within its
/// call. Confined to the main thread.
final class Functions {
    /// A function. `decoded` is null until it was needed.
    static final class Entry {
        private final int loader;
        private final byte @Nullable [] bytes;
        private @Nullable Object decoded;

        private Entry(int loader, byte @Nullable [] bytes) {
            this.loader = loader;
            this.bytes = bytes;
        }

        int loader() {
            return loader;
        }

        /// Null if there was no memory for them.
        byte @Nullable [] bytes() {
            return bytes;
        }

        @Nullable Object decoded() {
            return decoded;
        }

        void decoded(@Nullable Object function) {
            decoded = function;
        }
    }

    private final Map<Integer, Entry> entries = new HashMap<>();

    void add(int id, int loader, byte @Nullable [] bytes) {
        entries.put(id, new Entry(loader, bytes));
    }

    void forget(int id) {
        entries.remove(id);
    }

    /// Forgets the functions of a loader.
    void forgetOf(int loader) {
        Iterator<Entry> each = entries.values().iterator();
        while (each.hasNext()) {
            if (each.next().loader == loader) {
                each.remove();
            }
        }
    }

    @Nullable Entry find(int id) {
        return entries.get(id);
    }
}
