package io.manyhands.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a program prints, read ahead by a thread of its own, so that who waits for it can be
/// interrupted. Thread-safe.
/* The thread reads until about so many bytes wait to be taken; then the system's pipe fills, and the
 * program waits. Once the program has ended there is no more than its pipe holds: that is read
 * whatever waits, so that the thread ends with it. When nobody will take anything, the rest is
 * thrown away.
 */
final class OutputPump extends InputStream {
    static final int MOST_BYTES = 128 * 1024;

    private static final int PIECE_BYTES = 16 * 1024;

    private final InputStream in;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by the lock.
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private int waitingBytes;
    private int taken;
    private boolean isUnbounded;
    private boolean isDropped;
    private boolean ended;

    private OutputPump(String program, InputStream in) {
        this.in = in;
        this.thread = new Thread(null, new Pumping(this), program + "-output", 0, false);
        thread.setDaemon(true);
    }

    /// Begins to read.
    ///
    /// @param program the beginning of the thread's name
    static OutputPump start(String program, InputStream in) {
        OutputPump pump = new OutputPump(program, in);
        pump.thread.start();
        return pump;
    }

    /// The program has ended: what is left is read at once.
    void release() {
        lock.lock();
        try {
            isUnbounded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody takes anything more; what comes is thrown away, and who reads finds the end.
    @Override
    public void close() {
        lock.lock();
        try {
            isDropped = true;
            pieces.clear();
            waitingBytes = 0;
            taken = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int _ = Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (pieces.isEmpty() && !ended && !isDropped) {
                changed.await();
            }
            return take(bytes, offset, length);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The wait for what a program prints was interrupted");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int offset, int length) {
        byte @Nullable [] first = pieces.peek();
        if (first == null) {
            return -1;
        }
        int count = Math.min(length, first.length - taken);
        System.arraycopy(first, taken, bytes, offset, count);
        taken += count;
        waitingBytes -= count;
        if (taken == first.length) {
            byte[] _ = pieces.remove();
            taken = 0;
        }
        changed.signalAll();
        return count;
    }

    private void pump() {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            int count = in.read(buffer);
            while (count >= 0) {
                put(buffer, count);
                count = in.read(buffer);
            }
        } catch (IOException _) {
            // Closed: nobody wants the rest.
        } finally {
            end();
        }
    }

    private void put(byte[] buffer, int count) {
        lock.lock();
        try {
            while (waitingBytes >= MOST_BYTES && !isUnbounded && !isDropped) {
                changed.awaitUninterruptibly();
            }
            if (!isDropped) {
                pieces.add(Arrays.copyOf(buffer, count));
                waitingBytes += count;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The thread's work.
    private record Pumping(OutputPump pump) implements Runnable {
        @Override
        public void run() {
            pump.pump();
        }
    }
}
