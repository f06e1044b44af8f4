package io.manyhands.memory;

/// How a topic lies in memory: messages in a ring, and who has subscribed.
///
/// ```
///     0  capacity in messages, capacity in bytes                 never written again
///    64  sleepers: for messages, for room
///   192  TAIL and its sequence, HEAD and its sequence, closed, subscriptions ever
///   256  the guard
///   768  256 times: owner, subscription, position, sequence, missed
/// 17152  the ring
/// ```
///
/// Positions count 8 bytes, sequences messages, since the beginning. A message is its length and
/// the payload, and may go around the ring's end. Words are read and written inside the guard.
final class TopicRing {
    static final long MESSAGES_AT = 64;
    static final long ROOM_AT = 128;
    static final long TAIL_AT = 192;
    static final long TAIL_SEQUENCE_AT = 200;
    static final long HEAD_AT = 208;
    static final long HEAD_SEQUENCE_AT = 216;
    static final long CLOSED_AT = 224;
    static final long EVER_AT = 232;
    static final long GUARD_AT = 256;

    /// How many subscriptions there can be at a time.
    static final int MOST = 256;

    static final int OWNER = 0;
    static final int ID = 8;
    static final int POSITION = 16;
    static final int SEQUENCE = 24;
    static final int MISSED = 32;

    private static final long CAPACITY_AT = 0;
    private static final long BYTES_AT = 8;
    private static final long TABLE_AT = 768;
    private static final int ENTRY_BYTES = 64;
    private static final long DATA_AT = TABLE_AT + MOST * ENTRY_BYTES;
    private static final int UNIT_SHIFT = 3;

    private final Words words;
    private final Guard guard;
    private final long at;
    private final long capacity;
    private final int ringBytes;

    TopicRing(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        capacity = words.loadLong(at + CAPACITY_AT);
        ringBytes = (int) words.loadLong(at + BYTES_AT);
        guard = new Guard(words, at + GUARD_AT, members);
    }

    static long sizeBytes(long bytes) {
        return DATA_AT + whole(bytes);
    }

    static void lay(Words words, long at, long capacity, long bytes) {
        words.storeLong(at + CAPACITY_AT, capacity);
        words.storeLong(at + BYTES_AT, whole(bytes));
    }

    private static long whole(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    static long units(int length) {
        return (Long.BYTES + (long) length + Long.BYTES - 1) >> UNIT_SHIFT;
    }

    Guard guard() {
        return guard;
    }

    boolean canHold(int length) {
        return units(length) << UNIT_SHIFT <= ringBytes;
    }

    /// Whether one more message fits behind those that are kept.
    boolean hasRoom(int length, long head, long headSequence) {
        return field(TAIL_SEQUENCE_AT) - headSequence < capacity
                && (field(TAIL_AT) - head + units(length)) << UNIT_SHIFT <= ringBytes;
    }

    long field(long field) {
        return words.loadLong(at + field);
    }

    long fieldVolatile(long field) {
        return words.loadLongVolatile(at + field);
    }

    void set(long field, long value) {
        guard.set(at + field, value);
    }

    long entry(int index, int field) {
        return words.loadLong(at + TABLE_AT + (long) index * ENTRY_BYTES + field);
    }

    void setEntry(int index, int field, long value) {
        guard.set(at + TABLE_AT + (long) index * ENTRY_BYTES + field, value);
    }

    /// The position behind the message at a position.
    long after(long position) {
        return position + units(length(position));
    }

    private int length(long position) {
        return (int) words.loadLong(addressOf(position));
    }

    void write(long position, byte[] bytes, int length) {
        words.storeLong(addressOf(position), length);
        int start = offset(position + 1);
        int first = Math.min(length, ringBytes - start);
        words.copyIn(at + DATA_AT + start, bytes, 0, first);
        if (first < length) {
            words.copyIn(at + DATA_AT, bytes, first, length - first);
        }
    }

    void read(long position, ItemBytes message) {
        int length = length(position);
        byte[] bytes = message.prepare(length, position);
        int start = offset(position + 1);
        int first = Math.min(length, ringBytes - start);
        words.copyOut(at + DATA_AT + start, bytes, 0, first);
        if (first < length) {
            words.copyOut(at + DATA_AT, bytes, first, length - first);
        }
    }

    private long addressOf(long position) {
        return at + DATA_AT + offset(position);
    }

    private int offset(long position) {
        return (int) ((position << UNIT_SHIFT) % ringBytes);
    }
}
