package io.manyhands.cli.find;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A regular file. Confined to one thread at a time.
final class FileSource implements Source {
    /// How many bytes of a file are looked at to tell whether it is binary.
    static final int BINARY_BYTES = 32 << 10;

    /// No file.
    static final Copy NOWHERE = new InPlace(null, 0);

    private final String path;
    private final FileChannel channel;

    FileSource(String path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(Path.of(path), StandardOpenOption.READ);
    }

    /// Whether this is the open file of that path.
    boolean isOpen(String wanted) {
        return channel.isOpen() && path.equals(wanted);
    }

    @Override
    public int read(ByteBuffer target, int at, int length, long position) throws IOException {
        target.limit(at + length).position(at);
        try {
            int read = channel.read(target, position);
            return read == 0 ? -1 : read;
        } finally {
            target.clear();
        }
    }

    /// Whether there is a NUL at its beginning.
    boolean isBinary(Block block) throws IOException {
        int position = 0;
        while (position < BINARY_BYTES) {
            int wanted = Math.min(block.capacity(), BINARY_BYTES - position);
            int read = read(block.data(), 0, wanted, position);
            if (read < 0) {
                return false;
            }
            if (Newlines.hasNul(block.data(), 0, read)) {
                return true;
            }
            position += read;
        }
        return false;
    }

    @Override
    public Copy copy(long position) {
        return new InPlace(channel, position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The file itself.
    private record InPlace(@Nullable FileChannel channel, long begin) implements Copy {
        @Override
        public void add(ByteBuffer data, int from, int to) {}

        @Override
        public void close() {}
    }
}
