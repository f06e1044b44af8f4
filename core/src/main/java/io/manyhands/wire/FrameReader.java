package io.manyhands.wire;

import io.manyhands.wire.FrameDescriptor.Direction;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads frames from a pipe, one after the other, and takes their bodies apart. Memory is claimed
/// only as bytes arrive, whatever a header says. Confined to one thread.
public final class FrameReader {
    private static final byte[] EMPTY = {};
    private static final int FIRST_BYTES = 64 * 1024;

    private final InputStream input;
    private final Direction direction;
    private final byte[] header = new byte[FrameDescriptor.HEADER_BYTES];
    private int type;
    private byte[] body = EMPTY;
    private int position;

    /// A reader at the start of a pipe.
    ///
    /// @param input the pipe; the reader does not close it
    /// @param direction which frames are legal
    public FrameReader(InputStream input, Direction direction) {
        this.input = input;
        this.direction = direction;
    }

    /// Moves on to the next frame; blocks until it is here whole.
    ///
    /// @return false at the end of the pipe
    /// @throws BrokenFrameException if the type or the length is wrong
    /// @throws EOFException if the pipe ends within the frame
    /// @throws IOException if the pipe cannot be read
    public boolean next() throws IOException {
        int count = input.readNBytes(header, 0, header.length);
        if (count == 0) {
            return false;
        }
        if (count < header.length) {
            throw halfFrame(header.length, count);
        }
        int length = intAt(header, 0);
        type = header[Integer.BYTES];
        checkHeader(length);
        body = length == 0 ? EMPTY : readBody(length);
        position = 0;
        return true;
    }

    /// The frame's type: one of the constants of [FrameDescriptor].
    ///
    /// @return the type
    public int type() {
        return type;
    }

    /// The next byte of the body.
    ///
    /// @return the byte
    /// @throws BrokenFrameException if the body has ended
    public byte takeByte() throws BrokenFrameException {
        return body[advance(Byte.BYTES)];
    }

    /// The next number of four bytes.
    ///
    /// @return the number
    /// @throws BrokenFrameException if the body has ended
    public int takeInt() throws BrokenFrameException {
        return intAt(body, advance(Integer.BYTES));
    }

    /// The next number of eight bytes.
    ///
    /// @return the number
    /// @throws BrokenFrameException if the body has ended
    public long takeLong() throws BrokenFrameException {
        long high = takeInt();
        return (high << Integer.SIZE) | (takeInt() & 0xFFFF_FFFFL);
    }

    /// The next text.
    ///
    /// @return the text
    /// @throws BrokenFrameException if the body has ended
    public String takeText() throws BrokenFrameException {
        int length = takeInt();
        return new String(body, advance(length), length, StandardCharsets.UTF_8);
    }

    /// What is left of the body.
    ///
    /// @return the bytes, which are the caller's own
    public byte[] takeRest() {
        byte[] rest = Arrays.copyOfRange(body, position, body.length);
        position = body.length;
        return rest;
    }

    /// Says that nothing of the body may be left.
    ///
    /// @throws BrokenFrameException if something is
    public void end() throws BrokenFrameException {
        if (position != body.length) {
            throw new BrokenFrameException(
                    "A frame must end where its content does: type="
                            + type
                            + (", length=" + body.length)
                            + (", content=" + position));
        }
    }

    private void checkHeader(int length) throws BrokenFrameException {
        int limit = FrameDescriptor.maxBodyBytes(direction, type);
        if (limit < 0) {
            throw new BrokenFrameException(
                    "A frame must have a type that goes this way: type="
                            + type
                            + (", direction=" + direction));
        }
        if (length < 0 || length > limit) {
            throw new BrokenFrameException(
                    "A frame must keep within its limit: type="
                            + type
                            + (", limit=" + limit)
                            + (", length=" + Integer.toUnsignedString(length)));
        }
    }

    private byte[] readBody(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_BYTES)];
        int filled = 0;
        while (true) {
            filled += input.readNBytes(bytes, filled, bytes.length - filled);
            if (filled < bytes.length) {
                throw halfFrame(length, filled);
            }
            if (filled == length) {
                return bytes;
            }
            bytes = Arrays.copyOf(bytes, Math.min(length, 2 * bytes.length));
        }
    }

    private int advance(int length) throws BrokenFrameException {
        if (length < 0 || length > body.length - position) {
            throw new BrokenFrameException(
                    "A frame must hold what its type says: type="
                            + type
                            + (", length=" + body.length)
                            + (", position=" + position)
                            + (", needed=" + Integer.toUnsignedString(length)));
        }
        int from = position;
        position += length;
        return from;
    }

    private static EOFException halfFrame(int needed, int arrived) {
        return new EOFException(
                "A frame must arrive whole: needed=" + needed + ", arrived=" + arrived);
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xFF) << 16)
                | ((bytes[at + 2] & 0xFF) << 8)
                | (bytes[at + 3] & 0xFF);
    }
}
