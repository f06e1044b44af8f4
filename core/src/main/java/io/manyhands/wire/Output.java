package io.manyhands.wire;

import io.manyhands.wire.BoundedOutput.TooLargeException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.util.Arrays;

/// A growing buffer that one value after another can be encoded into, so that buffers need not be
/// made anew. It keeps no reference to what was encoded. Confined to one thread at a time.
public final class Output {
    private static final int INITIAL_BYTES = 64;
    private static final int KEPT_BYTES = 1 << 16;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
    private static final int MAX_COUNT_BYTES = 5;
    private static final int MAX_NUMBER_BYTES = 10;
    private static final int SHORT_TEXT = 10;
    private static final int CHUNK = 512;
    private static final int MAX_LATIN_1 = 0xff;
    private static final char[] NO_CHUNK = {};

    /// The numbers of the objects written so far, for the value in work.
    final Sharing sharing = new Sharing();

    private byte[] bytes = new byte[INITIAL_BYTES];
    private char[] chunk = NO_CHUNK;
    private int length;
    private int limitBytes = MAX_BYTES;

    private LargeArrays largeArrays = LargeArrays.WITHIN;
    private LargeArray[] arrays = LargeArray.NONE;
    private long arraysBytes;

    /// An empty buffer.
    public Output() {}

    /// Where large arrays of primitives go.
    public enum LargeArrays {
        /// Into the buffer, as all else.
        WITHIN,
        /// Beside it, as they are when they are met.
        COPIED,
        /// Beside it, and not copied: they are not to be changed before the output is reset.
        IN_PLACE
    }

    /// Says where large arrays go, of values to come. At first they go into the buffer.
    ///
    /// @param place where they go
    public void largeArrays(LargeArrays place) {
        largeArrays = place;
    }

    /// The large arrays that went beside the buffer.
    ///
    /// @return the arrays, not to be changed
    public LargeArray[] arrays() {
        return arrays;
    }

    /// Hands over the large arrays that went beside the buffer, as they are now.
    ///
    /// @return the arrays, which are the caller's own
    public LargeArray[] takeArrays() {
        LargeArray[] taken = arrays;
        for (LargeArray each : taken) {
            each.fillAll();
        }
        arrays = LargeArray.NONE;
        return taken;
    }

    /// The buffer itself, of which the first [#length] bytes count. It is replaced when it grows.
    ///
    /// @return the buffer
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes were encoded.
    ///
    /// @return the length in bytes
    public int length() {
        return length;
    }

    /// Empties the buffer. A buffer that has become large is given up.
    public void reset() {
        length = 0;
        dropArrays();
        sharing.clear();
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /// A copy of what was encoded.
    ///
    /// @return the bytes
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /// Empties the buffer and holds what follows to a limit.
    void begin(int newLimitBytes) {
        length = 0;
        dropArrays();
        limitBytes = newLimitBytes;
        sharing.clear();
    }

    void put(int value) throws TooLargeException {
        ensureRoom(1);
        bytes[length++] = (byte) value;
    }

    void putCount(int count) throws TooLargeException {
        ensureRoom(MAX_COUNT_BYTES);
        int rest = count;
        int position = length;
        while ((rest & ~0x7f) != 0) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
        length = position;
        ensureWithinLimit();
    }

    void putNumber(int number) throws TooLargeException {
        putCount((number << 1) ^ (number >> 31));
    }

    void putNumber(long number) throws TooLargeException {
        ensureRoom(MAX_NUMBER_BYTES);
        long rest = (number << 1) ^ (number >> 63);
        int position = length;
        while ((rest & ~0x7fL) != 0) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
        length = position;
        ensureWithinLimit();
    }

    void putShort(int value) throws TooLargeException {
        ensureRoom(Short.BYTES);
        bytes[length] = (byte) value;
        bytes[length + 1] = (byte) (value >>> 8);
        length += Short.BYTES;
    }

    void putInt(int value) throws TooLargeException {
        ensureRoom(Integer.BYTES);
        putInt(length, value);
        length += Integer.BYTES;
    }

    void putLong(long value) throws TooLargeException {
        ensureRoom(Long.BYTES);
        putInt(length, (int) value);
        putInt(length + Integer.BYTES, (int) (value >>> 32));
        length += Long.BYTES;
    }

    void putBytes(byte[] source) throws TooLargeException {
        ensureRoom(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /// Puts an array beside the bytes, if it is one that goes there.
    ///
    /// @return whether it was
    boolean putBeside(Object array, String className) throws TooLargeException {
        if (largeArrays == LargeArrays.WITHIN) {
            return false;
        }
        int tag = LargeArray.tagOf(array, className);
        if (tag < 0) {
            return false;
        }
        put(Tags.LARGE);
        arraysBytes += LargeArray.lengthBytes(tag, Array.getLength(array));
        ensureWithinLimit();
        LargeArray[] more = Arrays.copyOf(arrays, arrays.length + 1);
        more[arrays.length] =
                largeArrays == LargeArrays.COPIED
                        ? LargeArray.snapshot(tag, array)
                        : LargeArray.inPlace(tag, array);
        arrays = more;
        return true;
    }

    private void dropArrays() {
        if (arrays.length > 0) {
            for (LargeArray each : arrays) {
                each.release();
            }
            arrays = LargeArray.NONE;
        }
        arraysBytes = 0;
    }

    /// Room for so many bytes, counted as written: a little-endian view to fill them.
    ByteBuffer claim(long claimedBytes) throws TooLargeException {
        ensureRoom(claimedBytes);
        ByteBuffer claimed =
                ByteBuffer.wrap(bytes, length, (int) claimedBytes).order(ByteOrder.LITTLE_ENDIAN);
        length += (int) claimedBytes;
        return claimed;
    }

    /// Writes a text with its tag, a byte for each character if they all fit.
    void putText(String text) throws TooLargeException {
        int start = length;
        ensureRoom(1 + MAX_COUNT_BYTES + (long) text.length());
        bytes[length++] = Tags.LATIN_1;
        putCount(text.length());
        ensureRoom(text.length());
        int union = text.length() <= SHORT_TEXT ? narrowShort(text) : narrowLong(text);
        if (union <= MAX_LATIN_1) {
            length += text.length();
            return;
        }
        length = start;
        putWideText(text);
    }

    /// The text's characters cut down to bytes at the end of the buffer, and their union.
    private int narrowShort(String text) {
        byte[] target = bytes;
        int position = length;
        int union = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            target[position + i] = (byte) character;
            union |= character;
        }
        return union;
    }

    private int narrowLong(String text) {
        if (chunk.length == 0) {
            chunk = new char[CHUNK];
        }
        int union = 0;
        for (int done = 0; done < text.length() && union <= MAX_LATIN_1; done += CHUNK) {
            int count = Math.min(CHUNK, text.length() - done);
            text.getChars(done, done + count, chunk, 0);
            union |= narrow(chunk, count, bytes, length + done);
        }
        return union;
    }

    private static int narrow(char[] from, int count, byte[] to, int position) {
        int union = 0;
        for (int i = 0; i < count; i++) {
            to[position + i] = (byte) from[i];
            union |= from[i];
        }
        return union;
    }

    private void putWideText(String text) throws TooLargeException {
        put(Tags.UTF_16);
        putCount(text.length());
        ensureRoom(2L * text.length());
        if (text.length() > CHUNK) {
            putChunks(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            bytes[length++] = (byte) character;
            bytes[length++] = (byte) (character >>> 8);
        }
    }

    private void putChunks(String text) throws TooLargeException {
        // It was tried as a long text before.
        char[] some = chunk;
        CharBuffer target = claim(2L * text.length()).asCharBuffer();
        for (int done = 0; done < text.length(); done += CHUNK) {
            int count = Math.min(CHUNK, text.length() - done);
            text.getChars(done, done + count, some, 0);
            target.put(some, 0, count);
        }
    }

    private void putInt(int position, int value) {
        bytes[position] = (byte) value;
        bytes[position + 1] = (byte) (value >>> 8);
        bytes[position + 2] = (byte) (value >>> 16);
        bytes[position + 3] = (byte) (value >>> 24);
    }

    private void ensureRoom(long more) throws TooLargeException {
        if (more > bytes.length - length) {
            grow(more);
        }
    }

    private void grow(long more) throws TooLargeException {
        long needed = length + more;
        // Room is asked for generously, so the limit itself is looked at where the end is known.
        if (needed - MAX_NUMBER_BYTES + arraysBytes > limitBytes || needed > MAX_BYTES) {
            throw new TooLargeException(limitBytes);
        }
        long doubled = Math.max(needed, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, doubled));
    }

    private void ensureWithinLimit() throws TooLargeException {
        if (length + arraysBytes > limitBytes) {
            throw new TooLargeException(limitBytes);
        }
    }

    /// Ends a value: only now is its length known for certain.
    void end() throws TooLargeException {
        sharing.clear();
        ensureWithinLimit();
    }
}
