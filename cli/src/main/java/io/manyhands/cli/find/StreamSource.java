package io.manyhands.cli.find;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Something that can be read once, from its beginning to its end: a pipe, a terminal, a device.
/// Confined to one thread.
final class StreamSource implements Source {
    private final ReadableByteChannel channel;

    StreamSource(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// The standard input.
    static StreamSource standardInput() {
        return new StreamSource(new FileInputStream(FileDescriptor.in).getChannel());
    }

    /// A file of any kind.
    static StreamSource open(String path) throws IOException {
        return new StreamSource(FileChannel.open(Path.of(path), StandardOpenOption.READ));
    }

    @Override
    public int read(ByteBuffer target, int at, int length, long position) throws IOException {
        target.limit(at + length).position(at);
        try {
            return channel.read(target);
        } finally {
            target.clear();
        }
    }

    @Override
    public Copy copy(long position) throws IOException {
        return new Spool();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// A temporary file without a name, which nothing but this process ever sees.
    private static final class Spool implements Copy {
        private final FileChannel file;

        Spool() throws IOException {
            file =
                    FileChannel.open(
                            Files.createTempFile("manyhands-", ".line"),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
        }

        @Override
        public void add(ByteBuffer data, int from, int to) throws IOException {
            data.limit(to).position(from);
            try {
                while (data.hasRemaining()) {
                    file.write(data);
                }
            } finally {
                data.clear();
            }
        }

        @Override
        public FileChannel channel() {
            return file;
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
