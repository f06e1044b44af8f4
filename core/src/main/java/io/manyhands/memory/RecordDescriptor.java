package io.manyhands.memory;

/// How a record lies in a ring, and how much of a ring it may take.
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  +---------------------------------------------------------------+
///  |            Length, with this header; negative: padding        |  0
///  +---------------------------------------------------------------+
///  |      Begun: how many of its calls       | 1 sent, 2 claimed, |  4
///  |                                         | 3 revoked          |
///  +---------------------------------------------------------------+
///  |                           Sequence                            |  8
///  |                                                               |
///  +---------------------------------------------------------------+
///  |                             Epoch                             |  16
///  +---------------------------------------------------------------+
///  |                Kind: type + 256 * flags, others 0             |  20
///  +---------------------------------------------------------------+
///  |                           Argument                            |  24
///  +---------------------------------------------------------------+
///  |          Total: bytes of a payload that comes in parts        |  28
///  +---------------------------------------------------------------+
///  |                            Payload                           ...  32
/// ```
///
/// A record begins at a multiple of 8 and never wraps. When it does not fit before the ring's end,
/// padding goes there, of which only the length is written: minus the bytes up to the end. The
/// longest record is an eighth of the ring, so that a ring that is half free has room for any.
///
/// The state, one word, has its tag in the lowest two bits and the number of calls that were begun
/// in the others: 1, then 2 + 4 * 1, 2 + 4 * 2 and so on as the reader claims one call after the
/// other, or from any of these 3 + 4 * begun, which is final.
///
/// The state of a record that grows has the number of bytes of payload that count so far in place
/// of the calls: 1 + 4 * bytes while there may be more, then 2 + 4 * bytes, which is final.
final class RecordDescriptor {
    static final int LENGTH_AT = 0;
    static final int STATE_AT = 4;
    static final int SEQUENCE_AT = 8;
    static final int EPOCH_AT = 16;
    static final int KIND_AT = 20;
    static final int ARGUMENT_AT = 24;
    static final int TOTAL_AT = 28;
    static final int HEADER_BYTES = 32;

    static final int ALIGNMENT_BYTES = 8;

    static final int MIN_CAPACITY_BYTES = 1 << 10;
    static final int MAX_CAPACITY_BYTES = 1 << 30;

    /// A state: written, and nobody has decided yet.
    static final int SENT = 1;

    /// A tag: the reader has begun some of the calls.
    static final int CLAIMED = 2;

    /// A tag: the writer took back those that were not begun.
    static final int REVOKED = 3;

    private static final int TAG_BITS = 2;
    private static final int TAG_MASK = (1 << TAG_BITS) - 1;

    private RecordDescriptor() {}

    /// The state in which the reader has begun so many calls, and nothing was taken back.
    static int claimed(int begun) {
        return begun == 0 ? SENT : CLAIMED | (begun << TAG_BITS);
    }

    /// The state of a record whose rest is taken back from the given state.
    static int revoked(int state) {
        return REVOKED | (state & ~TAG_MASK);
    }

    /// Whether a state is one in which calls may still be claimed or taken back.
    static boolean isUndecided(int state) {
        return state == SENT || ((state & TAG_MASK) == CLAIMED && begun(state) > 0);
    }

    static boolean isRevoked(int state) {
        return (state & TAG_MASK) == REVOKED;
    }

    /// How many calls a state says were begun.
    static int begun(int state) {
        return state >>> TAG_BITS;
    }

    /// The state of a record that may grow, and counts so many bytes.
    static int open(int bytes) {
        return SENT | (bytes << TAG_BITS);
    }

    /// The state of a record that has grown to so many bytes, and is whole.
    static int whole(int bytes) {
        return CLAIMED | (bytes << TAG_BITS);
    }

    static boolean isOpen(int state) {
        return (state & TAG_MASK) == SENT;
    }

    /// How many bytes of a record that grows count; negative if that is not its state.
    static int grown(int state) {
        int tag = state & TAG_MASK;
        return tag == SENT || tag == CLAIMED ? state >>> TAG_BITS : -1;
    }

    /// The bytes that a record of a length takes in the ring.
    static int align(int length) {
        return (length + (ALIGNMENT_BYTES - 1)) & -ALIGNMENT_BYTES;
    }

    static boolean isAligned(long position) {
        return (position & (ALIGNMENT_BYTES - 1)) == 0;
    }

    static int maxRecordBytes(int capacityBytes) {
        return capacityBytes / 8;
    }

    static boolean isCapacity(int capacityBytes) {
        return capacityBytes >= MIN_CAPACITY_BYTES
                && capacityBytes <= MAX_CAPACITY_BYTES
                && Integer.bitCount(capacityBytes) == 1;
    }

    static int kind(byte type, byte flags) {
        return (type & 0xff) | (flags & 0xff) << 8;
    }

    static byte type(int kind) {
        return (byte) kind;
    }

    static byte flags(int kind) {
        return (byte) (kind >> 8);
    }
}
