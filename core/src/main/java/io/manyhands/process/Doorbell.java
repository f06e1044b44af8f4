package io.manyhands.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A pipe at which the main thread of a worker sleeps: a byte in it wakes that thread and no other.
/// Thread-safe.
/* It is opened for reading as well: then neither opening it nor, once the worker is dead, a byte in
 * it waits for a reader. A worker that keeps the rules takes the bytes away in time; one that does
 * not must not make anybody wait either, so it is looked first how many there are, and too many are
 * the end of the bell. Who fills the pipe just after that look makes the program wait; but not for
 * longer than its own life, as whoever closes the bell then empties the pipe.
 *
 * The lock keeps a byte from being written after the pipe is closed, when its number may be that of
 * another file.
 */
final class Doorbell implements AutoCloseable {
    /// Less than a pipe has room for at the least.
    private static final int MOST_UNREAD = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    // All guarded by the lock.
    private final FileInputStream in;
    private final RandomAccessFile out;
    private boolean isClosed;

    private Doorbell(RandomAccessFile out) throws IOException {
        this.in = new FileInputStream(out.getFD());
        this.out = out;
    }

    /// Opens it, if it is a pipe that this process can open.
    ///
    /// @param isTheirs whether the path is still that of the worker, which may have died meanwhile
    static @Nullable Doorbell open(Path path, BooleanSupplier isTheirs) {
        try {
            // Never a file of a worker that has another one there.
            if (Files.readSymbolicLink(path).toString().startsWith("pipe:")) {
                return opened(new RandomAccessFile(path.toFile(), "rw"), isTheirs);
            }
        } catch (IOException | RuntimeException _) {
            // There are other ways to wake a worker.
        }
        return null;
    }

    /// The number of a dead worker may be that of another process: so it is asked after the
    /// opening.
    @SuppressWarnings("resource") // the bell's own
    private static @Nullable Doorbell opened(RandomAccessFile pipe, BooleanSupplier isTheirs)
            throws IOException {
        if (isTheirs.getAsBoolean()) {
            return new Doorbell(pipe);
        }
        pipe.close();
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
            if (in.available() > MOST_UNREAD) {
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

    /// To be called when the worker is dead. Nobody waits at the bell after that.
    @Override
    public void close() {
        while (!lock.tryLock()) {
            empty();
            Thread.onSpinWait();
        }
        try {
            shut();
        } finally {
            lock.unlock();
        }
    }

    /// Makes room for the one who rings.
    private void empty() {
        try {
            int unread = in.available();
            if (unread > 0) {
                byte[] _ = in.readNBytes(Math.min(unread, MOST_UNREAD));
            }
        } catch (IOException _) {
            // It is closed: nobody waits.
        }
    }

    private void shut() {
        isClosed = true;
        Shell.closeQuietly(out);
    }
}
