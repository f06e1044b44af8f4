package io.manyhands.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Collects bytes in memory up to a limit, and fails beyond it. Confined to one thread.
final class BoundedOutput extends OutputStream {
    private static final int INITIAL_BYTES = 512;

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(INITIAL_BYTES);
    private final int limitBytes;

    BoundedOutput(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public void write(int value) throws IOException {
        ensureRoom(1);
        collected.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        ensureRoom(length);
        collected.write(source, offset, length);
    }

    byte[] toByteArray() {
        return collected.toByteArray();
    }

    private void ensureRoom(int length) throws IOException {
        if ((long) collected.size() + length > limitBytes) {
            throw new TooLargeException(limitBytes);
        }
    }

    /// Says that a value became longer than its limit.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int limitBytes) {
            super("An encoded value must stay within the limits: bytes=" + limitBytes);
        }
    }
}
