package io.manyhands.room;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One process at a time comes into a directory of the user's through this, to make rooms there and
/// to remove them. Confined to one thread; one at a time in a JVM.
/* It is a lock of a file. Whoever removes the directory removes that file too, with the lock held: so
 * one who gets the lock may have that of a file which has no name any more. It gives the file a size,
 * and sees whether that is the size of what has the name. To open that would not do: a process that
 * closes a file in any way gives up its locks of it.
 */
final class Gate implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long MOST_SIZE = 1L << 30;
    private static final String ALL = "rwx------";
    private static final Set<StandardOpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path directory;
    private final FileChannel channel;

    private Gate(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// Waits until it is free, at most ten seconds.
    ///
    /// @param directory is made if it is not there
    /// @throws IllegalStateException if the directory is not the user's alone, or the time is over
    static Gate enter(Path directory) throws IOException {
        long start = System.nanoTime();
        while (true) {
            makeDirectory(directory);
            Gate gate = tryEnter(directory);
            if (gate != null) {
                return gate;
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "The shared objects of a user must not be locked for ten seconds: path="
                                + directory);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// Makes a directory that is the user's alone, unless it is there.
    ///
    /// @throws IllegalStateException if it is there and not the user's alone
    static void makeDirectory(Path directory) throws IOException {
        var ownerAll = PosixFilePermissions.fromString(ALL);
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ownerAll));
        } catch (FileAlreadyExistsException known) {
            check(directory);
        }
    }

    /// Anybody may write where it is, so somebody else may have made it. Does nothing if it is
    /// gone.
    ///
    /// @throws IllegalStateException if it is not the user's alone
    static void check(Path directory) throws IOException {
        try {
            Map<String, Object> found =
                    Files.readAttributes(
                            directory,
                            "unix:uid,isDirectory,permissions",
                            LinkOption.NOFOLLOW_LINKS);
            if (!User.id().equals(String.valueOf(found.get("uid")))
                    || !Boolean.TRUE.equals(found.get("isDirectory"))
                    || !PosixFilePermissions.fromString(ALL).equals(found.get("permissions"))) {
                throw new IllegalStateException(
                        "The directory of a user's shared objects must be the user's alone: path="
                                + (directory + ", found=" + found));
            }
        } catch (NoSuchFileException gone) {
            // It is made anew next time.
        }
    }

    /// Does not wait.
    ///
    /// @return null if it is not free, or there is no such directory
    static @Nullable Gate tryEnter(Path directory) throws IOException {
        FileChannel channel = null;
        Gate gate = null;
        try {
            channel =
                    FileChannel.open(
                            directory.resolve(LOCK),
                            CREATE,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            FileLock lock = channel.tryLock();
            if (lock != null && hasName(directory, channel)) {
                gate = new Gate(directory, channel);
            }
            return gate;
        } catch (NoSuchFileException gone) {
            return null;
        } finally {
            if (gate == null) {
                Listener.closeQuietly(channel);
            }
        }
    }

    private static boolean hasName(Path directory, FileChannel channel) throws IOException {
        // Nothing is really there but its last byte.
        long size = ThreadLocalRandom.current().nextLong(1, MOST_SIZE);
        int _ = channel.truncate(0).write(ByteBuffer.allocate(1), size - 1);
        return size == Files.size(directory.resolve(LOCK));
    }

    /// Removes the directory, if there is nothing else in it.
    void removeIfEmpty() throws IOException {
        String[] names = directory.toFile().list();
        if (names != null && names.length == 1) {
            Files.deleteIfExists(directory.resolve(LOCK));
            Files.deleteIfExists(directory);
        }
    }

    @Override
    public void close() {
        Listener.closeQuietly(channel);
    }
}
