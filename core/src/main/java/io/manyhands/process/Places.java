package io.manyhands.process;

import io.manyhands.spi.Allowance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Places for worker processes that tasks open: all below one pool of the program share a number of
/// them. Thread-safe.
/* A place is a byte of a file, and is taken by who has it locked. The system gives up the locks of a
 * process that ends, so the places of a worker that is killed are free at once, and nobody counts.
 *
 * The system also gives them up when a process closes the file, however often it has it open: so a JVM
 * opens it once and for good. The program itself takes none: it is what tasks do that grows by itself.
 */
final class Places {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /// Guarded by the lock.
    private static @Nullable FileChannel channel;

    private final List<FileLock> taken;

    private Places(List<FileLock> taken) {
        this.taken = taken;
    }

    /// Takes places.
    ///
    /// @param allowance of this JVM; null for the program, which needs none
    /// @param count how many
    /// @throws IllegalStateException if not so many are left, or nobody can know
    static Places take(@Nullable Allowance allowance, int count) {
        if (allowance == null) {
            return new Places(List.of());
        }
        LOCK.lock();
        try {
            Places places = new Places(new ArrayList<>());
            try {
                places.fill(open(allowance), allowance.most(), count);
            } catch (IOException unknown) {
                places.release();
                throw unknown;
            }
            int left = places.taken.size();
            if (left < count) {
                places.release();
                throw new IllegalStateException(
                        "The worker processes that tasks have open must stay within a limit:"
                                + " wanted="
                                + (count + ", left=" + left + ", limit=" + allowance.most())
                                + (", property=" + Nesting.PLACES));
            }
            return places;
        } catch (IOException unknown) {
            throw new IllegalStateException(
                    "The worker processes that tasks have open must be countable: file="
                            + allowance.places(),
                    unknown);
        } finally {
            LOCK.unlock();
        }
    }

    private static FileChannel open(Allowance allowance) throws IOException {
        FileChannel opened = channel;
        if (opened == null) {
            opened =
                    FileChannel.open(
                            Path.of(allowance.places()),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            channel = opened;
        }
        return opened;
    }

    private void fill(FileChannel file, int most, int count) throws IOException {
        for (int place = 0; place < most && taken.size() < count; place++) {
            FileLock lock = tryLock(file, place);
            if (lock != null) {
                taken.add(lock);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file, int place) throws IOException {
        try {
            return file.tryLock(place, 1, false);
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    /// Gives them up; once or more often.
    void release() {
        for (FileLock lock : taken) {
            try {
                lock.release();
            } catch (IOException gone) {
                // It is up to the system then.
            }
        }
    }
}
