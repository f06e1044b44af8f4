package io.manyhands.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Puts one frame together, for a single write. Confined to one thread.
public final class FrameWriter {
    private static final int SMALL_BYTES = 64;

    private byte[] bytes;
    private int length;

    private FrameWriter(int type, int bodyBytes) {
        bytes = new byte[FrameDescriptor.HEADER_BYTES + bodyBytes];
        length = Integer.BYTES;
        bytes[length++] = (byte) type;
    }

    /// A frame without content so far.
    ///
    /// @param type one of the constants of [FrameDescriptor]
    /// @return the frame
    public static FrameWriter of(int type) {
        return new FrameWriter(type, SMALL_BYTES);
    }

    /// A frame of a type alone.
    ///
    /// @param type one of the constants of [FrameDescriptor]
    /// @return its bytes
    public static byte[] empty(int type) {
        return new FrameWriter(type, 0).finished();
    }

    /// Adds a byte.
    ///
    /// @param value the byte
    /// @return this
    public FrameWriter addByte(byte value) {
        ensureRoom(Byte.BYTES);
        bytes[length++] = value;
        return this;
    }

    /// Adds a number of four bytes.
    ///
    /// @param value the number
    /// @return this
    public FrameWriter addInt(int value) {
        ensureRoom(Integer.BYTES);
        putInt(length, value);
        length += Integer.BYTES;
        return this;
    }

    /// Adds a number of eight bytes.
    ///
    /// @param value the number
    /// @return this
    public FrameWriter addLong(long value) {
        return addInt((int) (value >> Integer.SIZE)).addInt((int) value);
    }

    /// Adds a text.
    ///
    /// @param text the text
    /// @return this
    public FrameWriter addText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return addInt(encoded.length).addBytes(encoded, 0, encoded.length);
    }

    /// Adds bytes as they are.
    ///
    /// @param source where they are
    /// @param offset the first of them
    /// @param count how many
    /// @return this
    public FrameWriter addBytes(byte[] source, int offset, int count) {
        ensureRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /// The whole frame. It takes no more content.
    ///
    /// @return its bytes
    public byte[] finished() {
        putInt(0, length - FrameDescriptor.HEADER_BYTES);
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void ensureRoom(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    private void putInt(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
