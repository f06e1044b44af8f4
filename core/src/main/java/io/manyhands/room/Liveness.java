package io.manyhands.room;

import io.manyhands.memory.Members;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who is alive: the process of slot `n` has byte `n` of a file locked. Thread-safe.
/* The system gives up the locks of a process when it ends, however it does, before anybody can see
 * that it has ended. It also gives them up when the process closes the file, however often it has it
 * open: so a JVM opens it once for as long as it is in the room.
 *
 * Attempts to lock never wait and are no channel operations that an interrupt closes the file in.
 *
 * Who looks shares the lock with others who look: one that is stopped meanwhile hides no death.
 */
final class Liveness implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final FileChannel channel;

    private Liveness(FileChannel channel) {
        this.channel = channel;
    }

    static Liveness open(Path file) throws IOException {
        return new Liveness(
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS)));
    }

    /// Takes a slot for this process, until [#close()].
    ///
    /// @return whether it was free
    boolean take(int slot) throws IOException {
        lock.lock();
        try {
            return tryLock(slot, 1, false) != null;
        } finally {
            lock.unlock();
        }
    }

    /// Does something while nobody can take a slot, unless somebody has it.
    ///
    /// @return whether it is done; false also where nobody can know
    boolean ifFree(int slot, Runnable action) {
        lock.lock();
        try {
            FileLock free = tryLock(slot, 1, true);
            if (free == null) {
                return false;
            }
            try {
                action.run();
            } finally {
                free.release();
            }
            return true;
        } catch (IOException unknown) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Takes all slots, until [#close()].
    ///
    /// @return whether nobody had one
    boolean takeAll() throws IOException {
        lock.lock();
        try {
            return tryLock(0, Members.MOST, false) != null;
        } finally {
            lock.unlock();
        }
    }

    /// Gives up the slot of this process.
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private @Nullable FileLock tryLock(int first, int count, boolean isShared) throws IOException {
        try {
            return channel.tryLock(first, count, isShared);
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }
}
