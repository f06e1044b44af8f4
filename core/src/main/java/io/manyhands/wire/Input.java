package io.manyhands.wire;

import java.io.EOFException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [Output] wrote, and never beyond the end. Confined to one thread.
final class Input {
    private static final int MAX_COUNT_SHIFT = 28;
    private static final int MAX_NUMBER_SHIFT = 63;
    private static final int LONG_TEXT = 512;

    private final byte[] bytes;
    private final int end;
    private int position;

    Input(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - position;
    }

    byte next() throws EOFException {
        if (position >= end) {
            throw new EOFException();
        }
        return bytes[position++];
    }

    /// A count as it was written: any 32 bits.
    int count() throws EOFException, StreamCorruptedException {
        int count = 0;
        for (int shift = 0; shift <= MAX_COUNT_SHIFT; shift += 7) {
            byte part = next();
            count |= (part & 0x7f) << shift;
            if (part >= 0) {
                return count;
            }
        }
        throw new StreamCorruptedException("a count must end within 5 bytes");
    }

    /// How many elements follow, where each takes at least so many bytes.
    int size(int elementBytes) throws EOFException, StreamCorruptedException {
        int size = count();
        if (size < 0 || (long) size * elementBytes > remaining()) {
            throw new StreamCorruptedException("more elements are claimed than there are bytes");
        }
        return size;
    }

    int number() throws EOFException, StreamCorruptedException {
        int zigzag = count();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    long longNumber() throws EOFException, StreamCorruptedException {
        long zigzag = 0;
        for (int shift = 0; shift <= MAX_NUMBER_SHIFT; shift += 7) {
            byte part = next();
            zigzag |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new StreamCorruptedException("a number must end within 10 bytes");
    }

    short nextShort() throws EOFException {
        int start = take(Short.BYTES);
        return (short) ((bytes[start] & 0xff) | (bytes[start + 1] & 0xff) << 8);
    }

    int nextInt() throws EOFException {
        return intAt(take(Integer.BYTES));
    }

    long nextLong() throws EOFException {
        int start = take(Long.BYTES);
        return (intAt(start) & 0xffff_ffffL) | (long) intAt(start + Integer.BYTES) << 32;
    }

    byte[] nextBytes(int length) throws EOFException {
        int start = take(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /// A little-endian view of the next bytes, which count as read.
    ByteBuffer view(int length) throws EOFException {
        int start = take(length);
        return ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    String latin1() throws EOFException, StreamCorruptedException {
        int length = size(1);
        int start = take(length);
        // As in JDK serialization, there is but one empty text.
        return length == 0 ? "" : new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    String utf16() throws EOFException, StreamCorruptedException {
        char[] characters = new char[size(Character.BYTES)];
        if (characters.length > LONG_TEXT) {
            view(Character.BYTES * characters.length).asCharBuffer().get(characters);
            return new String(characters);
        }
        int start = take(Character.BYTES * characters.length);
        for (int i = 0; i < characters.length; i++) {
            int low = bytes[start + 2 * i] & 0xff;
            characters[i] = (char) (low | (bytes[start + 2 * i + 1] & 0xff) << 8);
        }
        return new String(characters);
    }

    /// A text with its tag.
    String text() throws EOFException, StreamCorruptedException {
        int tag = next();
        return switch (tag) {
            case Tags.LATIN_1 -> latin1();
            case Tags.UTF_16 -> utf16();
            default -> throw new StreamCorruptedException("a text must have its tag: tag=" + tag);
        };
    }

    private int take(int length) throws EOFException {
        if (length > remaining()) {
            throw new EOFException();
        }
        int start = position;
        position += length;
        return start;
    }

    private int intAt(int start) {
        return (bytes[start] & 0xff)
                | (bytes[start + 1] & 0xff) << 8
                | (bytes[start + 2] & 0xff) << 16
                | (bytes[start + 3] & 0xff) << 24;
    }
}
