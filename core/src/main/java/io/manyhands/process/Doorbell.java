package io.manyhands.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A pipe at which the main thread of a worker sleeps: a byte in it wakes that thread and no other.
/// Thread-safe.
/* It is opened for reading as well: then neither opening it nor, once the worker is dead, a byte in
 * it waits for a reader. A worker that keeps the rules takes the bytes away in time; one that does
 * not must not make anybody wait either, so it is looked from time to time how many there are, and
 * too many are the end of the bell.
 *
 * The lock keeps a byte from being written after the pipe is closed, when its number may be that of
 * another file.
 */
final class Doorbell implements AutoCloseable {
    private static final int LOOK_EVERY = 256;

    /// With those that come before the next look, less than a pipe has room for at the least.
    private static final int MOST_UNREAD = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    // All guarded by the lock.
    private final FileInputStream in;
    private final RandomAccessFile out;
    private int rings;
    private boolean isClosed;

    private Doorbell(RandomAccessFile out) throws IOException {
        this.in = new FileInputStream(out.getFD());
        this.out = out;
    }

    /// Opens it, if it is a pipe that this process can open.
    @SuppressWarnings("resource") // the bell's own
    static @Nullable Doorbell open(Path path) {
        try {
            // Never a file of a worker that has another one there.
            if (Files.readSymbolicLink(path).toString().startsWith("pipe:")) {
                return new Doorbell(new RandomAccessFile(path.toFile(), "rw"));
            }
        } catch (IOException | RuntimeException _) {
            // There are other ways to wake a worker.
        }
        return null;
    }

    /// Wakes the worker's main thread. Never blocks.
    ///
    /// @return false if it does not, now or ever
    boolean ring() {
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            if (++rings % LOOK_EVERY == 0 && in.available() > MOST_UNREAD) {
                shut();
                return false;
            }
            out.write(0);
            return true;
        } catch (IOException broken) {
            shut();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            shut();
        } finally {
            lock.unlock();
        }
    }

    private void shut() {
        isClosed = true;
        Shell.closeQuietly(out);
    }
}
