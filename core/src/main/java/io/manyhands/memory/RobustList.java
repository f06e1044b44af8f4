package io.manyhands.memory;

/// Entries, each some bytes, that any member appends and none removes or changes.
///
/// Thread-safe. An entry is there wholly or not at all: one store of the end shows it.
public final class RobustList {
    private static final long END_AT = 0;
    private static final long GUARD_AT = 64;
    private static final long DATA_AT = GUARD_AT + ((Guard.BYTES + 63L) & -64L);

    private final Words words;
    private final long at;
    private final long capacityBytes;
    private final Guard guard;

    /// A list; zeroes are an empty one.
    ///
    /// @param words the memory
    /// @param at the address: a multiple of 64
    /// @param capacityBytes as for [#sizeBytes]
    /// @param members who shares it
    public RobustList(Words words, long at, long capacityBytes, Members members) {
        this.words = words;
        this.at = at;
        this.capacityBytes = capacityBytes;
        guard = new Guard(words, at + GUARD_AT, members);
    }

    /// How many bytes a list takes.
    ///
    /// @param capacityBytes of all entries, each with up to 11 more: a multiple of 64
    /// @return the size in bytes
    public static long sizeBytes(long capacityBytes) {
        return DATA_AT + capacityBytes;
    }

    /// {@return where the entries end, and the next begins}
    public long end() {
        return words.loadLongVolatile(at + END_AT);
    }

    /// The entry at a position.
    ///
    /// @param position 0, or what [#after] gave, below the end
    /// @return its bytes
    public byte[] read(long position) {
        byte[] entry = new byte[words.loadInt(at + DATA_AT + position)];
        words.copyOut(at + DATA_AT + position + Integer.BYTES, entry, 0, entry.length);
        return entry;
    }

    /// Where the next entry begins.
    ///
    /// @param position where an entry begins
    /// @return a position
    public long after(long position) {
        return after(position, words.loadInt(at + DATA_AT + position));
    }

    /// Appends an entry, unless there are others by now.
    ///
    /// @param end where the caller thinks that the entries end
    /// @param entry the bytes
    /// @return false if the end is elsewhere, there is no room, or others are at it
    public boolean append(long end, byte[] entry) {
        if (after(end, entry.length) > capacityBytes || !guard.tryEnter()) {
            return false;
        }
        try {
            if (end() != end) {
                return false;
            }
            words.storeInt(at + DATA_AT + end, entry.length);
            words.copyIn(at + DATA_AT + end + Integer.BYTES, entry, 0, entry.length);
            words.storeLongVolatile(at + END_AT, after(end, entry.length));
            return true;
        } finally {
            guard.leave();
        }
    }

    private static long after(long position, int length) {
        return position + ((Integer.BYTES + (long) length + 7) & -8L);
    }
}
