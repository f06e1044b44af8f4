package io.manyhands.cli.find;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/// Where the lines are printed. Confined to one thread.
public final class Output {
    private static final int CAPACITY = 64 << 10;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private Runnable beforeFlush = () -> {};

    private Output(WritableByteChannel channel) {
        this.channel = channel;
    }

    /// The standard output.
    ///
    /// @return the output
    public static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /// An output for tests and other programs.
    ///
    /// @param channel where the bytes go
    /// @return the output
    public static Output to(WritableByteChannel channel) {
        return new Output(channel);
    }

    /// Prints a text at once.
    ///
    /// @param text the text
    /// @throws IOException if nobody takes it
    public void print(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
        flush();
    }

    /// Has something done each time before bytes are handed over.
    void beforeFlush(Runnable action) {
        beforeFlush = action;
    }

    void write(byte... bytes) throws OutputException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int from, int to) throws OutputException {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, room());
            buffer.put(bytes, at, length);
            at += length;
        }
    }

    void write(ByteBuffer data, int from, int to) throws OutputException {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, room());
            buffer.put(buffer.position(), data, at, length);
            buffer.position(buffer.position() + length);
            at += length;
        }
    }

    void writeNumber(long number) throws OutputException {
        write(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /// Copies bytes from a file, past the memory.
    void transfer(FileChannel source, long from, long to) throws IOException {
        flush();
        long at = from;
        while (at < to) {
            long moved = transferSome(source, at, to);
            if (moved <= 0) {
                throw new TroubleException("The file has shrunk while it was read: bytes=" + at);
            }
            at += moved;
        }
    }

    /// Hands over everything that was written.
    void flush() throws OutputException {
        if (buffer.position() == 0) {
            return;
        }
        beforeFlush.run();
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failure) {
            throw new OutputException(failure);
        } finally {
            buffer.clear();
        }
    }

    private long transferSome(FileChannel source, long from, long to) throws OutputException {
        try {
            return source.transferTo(from, to - from, channel);
        } catch (IOException failure) {
            throw new OutputException(failure);
        }
    }

    private int room() throws OutputException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        return buffer.remaining();
    }
}
