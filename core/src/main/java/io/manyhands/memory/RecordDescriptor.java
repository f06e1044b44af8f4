package io.manyhands.memory;

/// How a record lies in a ring, and how much of a ring it may take.
///
/// ```
///   0                   1                   2                   3
///   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///  +---------------------------------------------------------------+
///  |            Length, with this header; negative: padding        |  0
///  +---------------------------------------------------------------+
///  |                 State: 1 sent, 2 claimed, 3 revoked           |  4
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

    /// Written, and nobody has decided yet.
    static final int SENT = 1;

    /// The reader runs it, or has run it.
    static final int CLAIMED = 2;

    /// The writer took it back.
    static final int REVOKED = 3;

    private RecordDescriptor() {}

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
