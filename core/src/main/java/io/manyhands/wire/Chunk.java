package io.manyhands.wire;

/// How several arguments lie in one payload: each behind its length, in two bytes. Stateless.
public final class Chunk {
    /// How long an argument may be that shares a payload with others.
    public static final int MAX_ITEM_BYTES = 4 * 1024;

    /// How long a payload of several arguments may be.
    public static final int MAX_BYTES = 16 * 1024;

    /// What an argument takes beside its bytes.
    public static final int LENGTH_BYTES = 2;

    private static final int BYTE_BITS = 8;
    private static final int BYTE_MASK = 0xff;

    private Chunk() {}

    /// Puts an argument into a payload.
    ///
    /// @param payload where to
    /// @param offset where its length goes
    /// @param item the argument, at most [#MAX_ITEM_BYTES] long
    /// @return where the next one goes
    public static int put(byte[] payload, int offset, byte[] item) {
        payload[offset] = (byte) item.length;
        payload[offset + 1] = (byte) (item.length >> BYTE_BITS);
        int start = offset + LENGTH_BYTES;
        System.arraycopy(item, 0, payload, start, item.length);
        return start + item.length;
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
