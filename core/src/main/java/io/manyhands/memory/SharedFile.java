package io.manyhands.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A file that is mapped into memory, of this process and of others.
///
/// The name is needed only until the others have opened it: after [#delete()] the memory lives as
/// long as someone has it mapped.
///
/// Thread-safe. The owner calls [#close()] when no thread uses the [#words()] any more, or will:
/// closing stops every thread of the JVM for a moment, and a thread that comes too late gets an
/// `IllegalStateException` from whatever it calls on the words, a ring or a bell. It never touches
/// memory that is gone.
public final class SharedFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final long MOST_WORDS = Integer.MAX_VALUE & -Long.BYTES;

    private final Path path;
    private final Arena arena;
    private final MemorySegment segment;
    private final Words words;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SharedFile(Path path, Arena arena, MemorySegment segment) {
        this.path = path;
        this.arena = arena;
        this.segment = segment;
        // Words are addressed by an int: a larger file has only its first ones.
        this.words = BufferWords.of(segment.asSlice(0, Math.min(segment.byteSize(), MOST_WORDS)));
    }

    /// Makes a file full of zeroes that its owner alone may read and write, and maps it.
    ///
    /// Its bytes are really there afterwards: a file system that is full shows here, and not by a
    /// fault at some later access.
    ///
    /// @param directory where: only the owner may write there
    /// @param name of no file there
    /// @param sizeBytes how many bytes: more than 0, a multiple of 8
    /// @return the file, mapped
    /// @throws NoRoomException if there is no room for it; then there is no file
    /// @throws IOException if it cannot be made; then there is no file
    public static SharedFile create(Path directory, String name, long sizeBytes)
            throws IOException {
        if (sizeBytes <= 0 || !RecordDescriptor.isAligned(sizeBytes)) {
            throw new IllegalArgumentException(
                    "The size must be a number of whole words: sizeBytes=" + sizeBytes);
        }
        Path path = directory.resolve(name);
        try (FileChannel channel = createNew(path)) {
            return fillAndMap(path, channel, sizeBytes);
        }
    }

    /// Maps a file that another process has made.
    ///
    /// @param path the file's name
    /// @return the file, mapped
    /// @throws IOException if it cannot be opened or mapped, or is a link
    public static SharedFile open(Path path) throws IOException {
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(path, options)) {
            return map(path, channel);
        }
    }

    /// {@return the file's name, whether it is deleted or not}
    public Path path() {
        return path;
    }

    /// {@return all of the file's bytes, until it is closed}
    public MemorySegment segment() {
        return segment;
    }

    /// {@return the file's bytes: of a file beyond 2 GiB, those below}
    public Words words() {
        return words;
    }

    /// Removes the name. The memory stays. Does nothing if the name is gone.
    ///
    /// @throws IOException if it cannot be removed
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /// Unmaps the memory; the name stays. Does nothing the second time.
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            arena.close();
        }
    }

    private static FileChannel createNew(Path path) throws IOException {
        FileAttribute<Set<PosixFilePermission>> ownerOnly =
                PosixFilePermissions.asFileAttribute(
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return FileChannel.open(path, options, ownerOnly);
    }

    private static SharedFile fillAndMap(Path path, FileChannel channel, long sizeBytes)
            throws IOException {
        boolean done = false;
        try {
            fill(path, channel, sizeBytes);
            SharedFile file = map(path, channel);
            done = true;
            return file;
        } finally {
            if (!done) {
                Files.deleteIfExists(path);
            }
        }
    }

    static void fill(Path path, FileChannel channel, long sizeBytes) throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, sizeBytes));
        long written = 0;
        try {
            while (written < sizeBytes) {
                zeroes.clear().limit((int) Math.min(zeroes.capacity(), sizeBytes - written));
                written += channel.write(zeroes, written);
            }
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            throw new NoRoomException(
                    "sizeBytes="
                            + (sizeBytes + ", written=" + written + ", path=" + path)
                            + (", reason=" + failure.getMessage()),
                    failure);
        }
    }

    private static SharedFile map(Path path, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        boolean done = false;
        try {
            MemorySegment segment =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            SharedFile file = new SharedFile(path, arena, segment);
            done = true;
            return file;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }
}
