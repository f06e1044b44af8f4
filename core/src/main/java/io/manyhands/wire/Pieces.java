package io.manyhands.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts a payload together that comes in pieces, and the large arrays that come before it. Confined
/// to one thread at a time.
///
/// A payload for which there is no memory is let pass by, so that the pipe or the ring behind it
/// stays usable; [#take()] then gives null.
///
/// Memory is claimed only as bytes arrive, whatever they say of the whole: for 16 MiB at once, and
/// beyond that for at most 256 times as much as has come.
public final class Pieces {
    private static final byte[] EMPTY = {};
    private static final int SMALL_BYTES = 1 << 24;
    private static final int ROOM_PER_BYTE = 256;

    private byte @Nullable [] whole;
    private int totalBytes;
    private int filledBytes;

    /// The array that is coming, if one is and there was memory for it.
    private LargeArray array = LargeArray.MISSING;

    private int arrayTotalBytes;
    private int arrayFilledBytes;

    /// How long all arrays of the value are together, as far as they have begun.
    private long arraysBytes;

    /// Those that are whole; null if there was no memory for one.
    private LargeArray @Nullable [] arrays = LargeArray.NONE;

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
        byte[] before = isFirst ? EMPTY : whole;
        whole = before == null ? null : widened(before, roomFor(totalBytes, filledBytes + length));
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
        cutPayload();
        return taken;
    }

    /// Where the next piece of an array is to be copied to, from [#arrayOffset()] on; then call
    /// [#addedToArray(int)].
    ///
    /// @param tag which elements the array has, as the piece says
    /// @param total how long the array is, as the piece says
    /// @param length how long the piece is
    /// @return the array to copy into, unless it is missing
    /// @throws BrokenFrameException if the piece does not fit to those before it
    public LargeArray arrayRoom(int tag, int total, int length) throws BrokenFrameException {
        boolean isFirst = arrayTotalBytes == 0;
        if (isFirst) {
            arrayTotalBytes = Math.max(total, 0);
        }
        if (total != arrayTotalBytes
                || length > total - arrayFilledBytes
                || (!array.isMissing() && array.tag() != tag)) {
            throw new BrokenFrameException(
                    "The pieces of an array must add up to it: total="
                            + total
                            + (", expected=" + arrayTotalBytes)
                            + (", before=" + arrayFilledBytes)
                            + (", length=" + length)
                            + (", type=" + tag));
        }
        int needed = roomFor(total, arrayFilledBytes + length);
        if (isFirst) {
            begin(tag, total, needed);
        } else if (!array.isMissing() && array.lengthBytes() < needed) {
            array = widened(array, needed);
        }
        return array;
    }

    private void begin(int tag, int total, int needed) throws BrokenFrameException {
        arraysBytes += total;
        if (arraysBytes > Limits.defaults().bytes()) {
            throw new BrokenFrameException(
                    "The arrays of a value must stay within its limits: bytes=" + arraysBytes);
        }
        if (arrays != null) {
            array = allocate(tag, needed);
        }
    }

    /// Where in the array of [#arrayRoom(int, int, int)] the piece goes.
    ///
    /// @return a number of bytes
    public int arrayOffset() {
        return arrayFilledBytes;
    }

    /// Says that a piece of an array was copied or skipped.
    ///
    /// @param length how long it is
    public void addedToArray(int length) {
        arrayFilledBytes += length;
        if (arrayFilledBytes < arrayTotalBytes) {
            return;
        }
        LargeArray[] before = arrays;
        LargeArray last = array;
        if (before == null || last.isMissing()) {
            // Those before it are of no use.
            arrays = null;
        } else {
            LargeArray[] more = Arrays.copyOf(before, before.length + 1);
            more[before.length] = last;
            arrays = more;
        }
        cutArray();
    }

    /// How long the arrays are together that came since some were taken.
    ///
    /// @return a number of bytes
    public long arraysBytes() {
        return arraysBytes;
    }

    /// The arrays that came, the last of which is whole. Those that come next are of another value.
    ///
    /// @return the arrays, which are the caller's own; null if there was no memory for one
    /// @throws BrokenFrameException if a piece is missing
    public LargeArray @Nullable [] takeArrays() throws BrokenFrameException {
        if (arrayTotalBytes > 0) {
            throw new BrokenFrameException(
                    "An array must have arrived whole: total="
                            + arrayTotalBytes
                            + (", arrived=" + arrayFilledBytes));
        }
        LargeArray[] taken = arrays;
        if (taken == null || taken.length > 0) {
            arrays = LargeArray.NONE;
            arraysBytes = 0;
        }
        return taken;
    }

    /// Forgets the pieces so far.
    public void cut() {
        cutPayload();
        cutArray();
        arrays = LargeArray.NONE;
        arraysBytes = 0;
    }

    private void cutPayload() {
        whole = null;
        totalBytes = 0;
        filledBytes = 0;
    }

    private void cutArray() {
        array = LargeArray.MISSING;
        arrayTotalBytes = 0;
        arrayFilledBytes = 0;
    }

    // Not null, for a null is not for certain looked at first by JDK 25's compiler: it was seen to
    // load a field of the array before.
    private static LargeArray allocate(int tag, int lengthBytes) throws BrokenFrameException {
        try {
            return LargeArray.empty(tag, lengthBytes);
        } catch (OutOfMemoryError noMemory) {
            return LargeArray.MISSING;
        }
    }

    private static LargeArray widened(LargeArray array, int lengthBytes)
            throws BrokenFrameException {
        try {
            return array.widened(lengthBytes);
        } catch (OutOfMemoryError noMemory) {
            return LargeArray.MISSING;
        }
    }

    private static byte @Nullable [] widened(byte[] room, int length) {
        try {
            return room.length >= length ? room : Arrays.copyOf(room, length);
        } catch (OutOfMemoryError noMemory) {
            return null;
        }
    }

    /// For how much of a whole there is to be room once so much of it has come. Only a small part
    /// of it is ever copied once more.
    private static int roomFor(int total, int come) {
        // Of whole elements, whichever they are.
        int part = (total / ROOM_PER_BYTE + Long.BYTES) & -Long.BYTES;
        return total <= SMALL_BYTES || come > part ? total : part;
    }
}
