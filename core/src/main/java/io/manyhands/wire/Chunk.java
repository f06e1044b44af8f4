package io.manyhands.wire;

/// How several arguments lie in one payload: each behind its length, in two bytes; and how several
/// answers do: each behind its kind, in one byte, and its length. Stateless.
public final class Chunk {
    /// How long an argument may be that shares a payload with others.
    public static final int MAX_ITEM_BYTES = 4 * 1024;

    /// How long a payload of several arguments may be.
    public static final int MAX_BYTES = 16 * 1024;

    /// What an argument takes beside its bytes.
    public static final int LENGTH_BYTES = 2;

    /// How long an answer may be that shares a payload with others.
    public static final int MAX_ANSWER_BYTES = 512;

    /// How long a payload of several answers may be.
    public static final int MAX_ANSWERS_BYTES = 4 * 1024;

    /// What an answer takes beside its bytes.
    public static final int KIND_AND_LENGTH_BYTES = 1 + LENGTH_BYTES;

    private static final int BYTE_BITS = 8;
    private static final int BYTE_MASK = 0xff;

    private Chunk() {}

    /// Puts an argument into a payload.
    ///
    /// @param payload where to
    /// @param offset where its length goes
    /// @param item begins with the argument
    /// @param length how long that is, at most [#MAX_ITEM_BYTES]
    /// @return where the next one goes
    public static int put(byte[] payload, int offset, byte[] item, int length) {
        payload[offset] = (byte) length;
        payload[offset + 1] = (byte) (length >> BYTE_BITS);
        int start = offset + LENGTH_BYTES;
        System.arraycopy(item, 0, payload, start, length);
        return start + length;
    }

    /// Puts an answer into a payload.
    ///
    /// @param payload where to
    /// @param offset where it begins
    /// @param kind one of those from the worker in [CallDescriptor]
    /// @param answer begins with what goes with the kind
    /// @param length how long that is, at most [#MAX_ANSWER_BYTES]
    /// @return where the next one goes
    public static int putAnswer(byte[] payload, int offset, byte kind, byte[] answer, int length) {
        payload[offset] = kind;
        return put(payload, offset + 1, answer, length);
    }

    /// The length of the argument at an offset, whose bytes follow [#LENGTH_BYTES] later.
    ///
    /// @param payload where it is
    /// @param offset where its length is
    /// @param end where the payload ends
    /// @return a number of bytes
    /// @throws BrokenFrameException if it is not whole
    public static int lengthAt(byte[] payload, int offset, int end) throws BrokenFrameException {
        int left = end - offset - LENGTH_BYTES;
        int length =
                left < 0
                        ? 0
                        : (payload[offset] & BYTE_MASK)
                                | (payload[offset + 1] & BYTE_MASK) << BYTE_BITS;
        if (length > left) {
            throw new BrokenFrameException(
                    "The arguments of a payload must add up to it: offset="
                            + offset
                            + (", end=" + end)
                            + (", length=" + length));
        }
        return length;
    }
}
