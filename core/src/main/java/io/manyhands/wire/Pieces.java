package io.manyhands.wire;

import org.jspecify.annotations.Nullable;

/// Puts a payload together that comes in pieces. Confined to one thread at a time.
///
/// A payload for which there is no memory is let pass by, so that the pipe or the ring behind it
/// stays usable; [#take()] then gives null.
public final class Pieces {
    private static final byte[] EMPTY = {};

    private byte @Nullable [] whole;
    private int totalBytes;
    private int filledBytes;

    /// No pieces so far.
    public Pieces() {}

    /// Where the next piece is to be copied to, from [#offset()] on; then call [#added(int)].
    ///
    /// @param total how long the whole is, as the piece says; 0 if the piece is the whole
    /// @param length how long the piece is
    /// @return the bytes to copy into, or null if the piece is to be skipped
    /// @throws BrokenFrameException if the piece does not fit to those before it
    public byte @Nullable [] room(int total, int length) throws BrokenFrameException {
        int wholeBytes = total == 0 && totalBytes == 0 ? length : total;
        boolean isFirst = filledBytes == 0 && totalBytes == 0;
        if (isFirst) {
            totalBytes = Math.max(wholeBytes, 0);
        }
        if (wholeBytes != totalBytes || length > totalBytes - filledBytes) {
            throw new BrokenFrameException(
                    "The pieces of a payload must add up to it: total="
                            + total
                            + (", expected=" + totalBytes)
                            + (", before=" + filledBytes)
                            + (", length=" + length));
        }
        if (isFirst) {
            whole = allocate(totalBytes);
        }
        return whole;
    }

    /// Whether no piece was added since the last payload was taken.
    ///
    /// @return true between two payloads
    public boolean isEmpty() {
        return totalBytes == 0 && filledBytes == 0;
    }

    /// Where in the bytes of [#room(int, int)] the piece goes.
    ///
    /// @return a number of bytes
    public int offset() {
        return filledBytes;
    }

    /// Says that a piece was copied or skipped.
    ///
    /// @param length how long it is
    public void added(int length) {
        filledBytes += length;
    }

    /// The payload, whose last piece was added. The next piece begins another one.
    ///
    /// @return the bytes, which are the caller's own; null if there was no memory for them
    /// @throws BrokenFrameException if a piece is missing
    public byte @Nullable [] take() throws BrokenFrameException {
        if (filledBytes != totalBytes) {
            throw new BrokenFrameException(
                    "A payload must have arrived whole: total="
                            + totalBytes
                            + (", arrived=" + filledBytes));
        }
        byte[] taken = whole;
        cut();
        return taken;
    }

    /// Forgets the pieces so far.
    public void cut() {
        whole = null;
        totalBytes = 0;
        filledBytes = 0;
    }

    private static byte @Nullable [] allocate(int length) {
        try {
            return length == 0 ? EMPTY : new byte[length];
        } catch (OutOfMemoryError noMemory) {
            return null;
        }
    }
}
