package io.manyhands.memory;

/// How the ring of a queue lies in memory, and its records.
///
/// ```
///     0  capacity in items, capacity in bytes                    never written again
///    64  sleepers: for items, for room, for rest
///   256  TAIL, known ends, closed, puts                          written in the putters' guard
///   320  the putters' guard
///   896  NEXT, HEAD, known TAIL, out, returned, removed, done    written in the takers' guard
///   952  how much of a record is yet to be moved                 written in the takers' guard
///   960  the takers' guard
///  1472  which record is being moved, how many were            written in the takers' guard
///  1536  the ring
/// ```
///
/// TAIL, NEXT and HEAD are marks: a position and the number of records before it, in one word, so
/// that one store moves both. A record is a word with its length (lower half) and its state, and
/// the payload. It begins at a multiple of 8 bytes and may go around the ring's end. One that was
/// moved has a bit for that with its length, and the mark at which it was put before its payload.
/* Position and number are counted modulo 2^36 (of 8 bytes) and 2^28. That is enough, as two marks
 * that are compared are never further apart than a ring has bytes and records.
 */
final class QueueRing {
    static final long CAPACITY_AT = 0;
    static final long RING_BYTES_AT = 8;
    static final long ITEMS_AT = 64;
    static final long ROOM_AT = 128;
    static final long REST_AT = 192;
    static final long TAIL_AT = 256;
    static final long KNOWN_END_AT = 264;
    static final long KNOWN_LAST_AT = 272;
    static final long CLOSED_AT = 280;
    static final long PUTS_AT = 288;
    static final long PUTTERS_AT = 320;
    static final long NEXT_AT = 896;
    static final long HEAD_AT = 904;
    static final long KNOWN_TAIL_AT = 912;
    static final long OUT_AT = 920;
    static final long RETURNED_AT = 928;
    static final long REMOVED_AT = 936;
    static final long DONE_AT = 944;
    static final long MOVE_LEFT_AT = 952;
    static final long TAKERS_AT = 960;
    static final long MOVE_AT = 1472;
    static final long MOVE_END_AT = 1480;
    static final long MOVED_AT = 1488;
    static final long DATA_AT = 1536;

    /// A record's state: to be taken; or done with, if it is before NEXT.
    static final int PLAIN = 0;

    /// A record's state: was on a lease and is to be taken again.
    static final int RETURNED = -1;

    /// A record's state: was removed by somebody who did not wait for its turn. Each less stands
    /// for one more record that was there and is done with: only before NEXT.
    static final int REMOVED = -2;

    static final int HEADER_BYTES = 8;
    static final long MAX_ITEMS = 1L << 26;
    static final int MIN_RING_BYTES = 1 << 6;

    /// A bit with the length: longer than any item.
    private static final int MOVED_BIT = 1 << 30;

    private static final long LOWER = 0xFFFF_FFFFL;
    private static final int COUNT_BITS = 28;
    private static final long COUNTS = (1L << COUNT_BITS) - 1;
    private static final long POSITIONS = (1L << (Long.SIZE - COUNT_BITS)) - 1;
    private static final int UNIT_SHIFT = 3;

    private final Words words;
    private final long at;
    private final int ringBytes;
    private final long capacity;

    QueueRing(Words words, long at) {
        this.words = words;
        this.at = at;
        capacity = words.loadLong(at + CAPACITY_AT);
        ringBytes = (int) words.loadLong(at + RING_BYTES_AT);
    }

    Words words() {
        return words;
    }

    long at(long field) {
        return at + field;
    }

    long capacity() {
        return capacity;
    }

    long ringUnits() {
        return ringBytes >> UNIT_SHIFT;
    }

    static long units(int length) {
        return (HEADER_BYTES + (long) length + 7) >> UNIT_SHIFT;
    }

    /// The mark behind a record.
    static long advance(long mark, long units) {
        return advance(mark, units, 1);
    }

    /// The mark so many units and records further on.
    static long advance(long mark, long units, long records) {
        long position = ((mark >>> COUNT_BITS) + units) & POSITIONS;
        return position << COUNT_BITS | ((mark + records) & COUNTS);
    }

    /// How many units lie between two marks.
    static long unitsBetween(long from, long to) {
        return ((to >>> COUNT_BITS) - (from >>> COUNT_BITS)) & POSITIONS;
    }

    /// How many records lie between two marks, or two numbers of records; less than 0 if the second
    /// is before the first.
    static long recordsBetween(long from, long to) {
        int unused = Long.SIZE - COUNT_BITS;
        return ((to - from) << unused) >> unused;
    }

    /// Whether a mark is from one on and before another.
    static boolean isWithin(long mark, long from, long to) {
        long records = recordsBetween(from, mark);
        return records >= 0
                && records < recordsBetween(from, to)
                && unitsBetween(from, mark) < unitsBetween(from, to);
    }

    static long position(long mark) {
        return mark >>> COUNT_BITS;
    }

    /// A number of records as marks have it.
    static long count(long number) {
        return number & COUNTS;
    }

    int length(long mark) {
        return (int) words.loadLong(addressOf(mark)) & ~MOVED_BIT;
    }

    /// How many units the record at a mark takes.
    long unitsAt(long mark) {
        return units(length(mark)) + (isMoved(mark) ? 1 : 0);
    }

    /// Whether it is elsewhere than where it was put.
    boolean isMoved(long mark) {
        return (words.loadLong(addressOf(mark)) & MOVED_BIT) != 0;
    }

    /// The mark at which the record was put: whoever has its item knows it by that.
    long origin(long mark) {
        return isMoved(mark) ? words.loadLong(addressOf(advance(mark, 1))) : mark;
    }

    /// Writes the first word of a record at a mark where it was moved to.
    void writeMoved(long mark, long header) {
        words.storeLong(addressOf(mark), header | MOVED_BIT);
    }

    /// Says of a record that was moved to a mark where it was put.
    void writeOrigin(long mark, long origin) {
        words.storeLong(addressOf(advance(mark, 1)), origin);
    }

    /// Whether nobody can have the item any more that was at a mark before the next one.
    boolean isDone(long mark) {
        int state = state(mark);
        return state == PLAIN || state <= REMOVED;
    }

    int state(long mark) {
        return (int) (words.loadLong(addressOf(mark)) >> Integer.SIZE);
    }

    /// A record's first word, with another state than it has.
    long header(long mark, int state) {
        return (long) state << Integer.SIZE | (words.loadLong(addressOf(mark)) & LOWER);
    }

    /// The first word of a record in place of some that are done with.
    static long filler(long units, long records) {
        return header((int) (units << UNIT_SHIFT) - HEADER_BYTES, (int) (REMOVED + 1 - records));
    }

    private static long header(int length, int state) {
        return (long) state << Integer.SIZE | length;
    }

    /// The mark behind the record at a mark, which is before another.
    ///
    /// @throws CorruptRingException if there is no record
    long after(long mark, long end) {
        int length = length(mark);
        long units = unitsAt(mark);
        long records = Math.max(1, REMOVED + 1L - state(mark));
        if (length < 0
                || units > unitsBetween(mark, end)
                || (records > 1 && records > recordsBetween(mark, end))) {
            throw new CorruptRingException(
                    "A record of a queue must lie within its ring: length="
                            + length
                            + (", position=" + position(mark))
                            + (", end=" + position(end)));
        }
        return advance(mark, units, records);
    }

    void write(long mark, byte[] bytes, int length) {
        words.storeLong(addressOf(mark), header(length, PLAIN));
        copyIn(position(mark) + 1, bytes, length);
    }

    void read(long mark, ItemBytes item) {
        int length = length(mark);
        byte[] bytes = item.prepare(length, origin(mark));
        copyOut(position(mark) + (isMoved(mark) ? 2 : 1), bytes, length);
    }

    /// Copies bytes to a position.
    void copyIn(long position, byte[] bytes, int length) {
        int start = offset(position);
        int first = Math.min(length, ringBytes - start);
        words.copyIn(at + DATA_AT + start, bytes, 0, first);
        if (first < length) {
            words.copyIn(at + DATA_AT, bytes, first, length - first);
        }
    }

    /// Copies bytes from a position.
    void copyOut(long position, byte[] bytes, int length) {
        int start = offset(position);
        int first = Math.min(length, ringBytes - start);
        words.copyOut(at + DATA_AT + start, bytes, 0, first);
        if (first < length) {
            words.copyOut(at + DATA_AT, bytes, first, length - first);
        }
    }

    /// Where the record at a mark begins.
    long addressOf(long mark) {
        return at + DATA_AT + offset(position(mark));
    }

    private int offset(long position) {
        return (int) (position << UNIT_SHIFT) & (ringBytes - 1);
    }
}
