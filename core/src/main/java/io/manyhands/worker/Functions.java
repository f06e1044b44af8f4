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

    /// A function that another worker has sent.
    ///
    /// @param loader the number of its loader
    /// @param program the number of the JVM it is from
    /// @param number what tells it from others of that
    record GuestFunction(int loader, long program, int number) {}

    private final Map<Integer, Entry> entries = new HashMap<>();

    /// The guests' function that was used last, and what it was decoded to.
    private @Nullable GuestFunction guest;

    private @Nullable Object decodedGuest;

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
        if (guest != null && guest.loader == loader) {
            guest = null;
            decodedGuest = null;
        }
    }

    @Nullable Entry find(int id) {
        return entries.get(id);
    }

    /// A guest's function, decoded; null if that is to be done.
    @Nullable Object find(GuestFunction wanted) {
        return wanted.equals(guest) ? decodedGuest : null;
    }

    /// Keeps a guest's function for the next of its items.
    void keep(GuestFunction known, @Nullable Object decoded) {
        guest = known;
        decodedGuest = decoded;
    }
}
