package io.manyhands.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How the main thread sleeps, and how others wake it: parked at first, then in a read of a pipe
/// that the program which started the worker writes to, so that nobody else has to wake for it.
///
/// The sleeper says [#prepare()], looks at everything that it may be woken for, says [#sleep()] if
/// there is nothing, and in any case [#over()]. Whoever has something for it puts that where it
/// looks, then says [#wake()].
/* What the sleeper looks at, `pipe` and `isListening` are volatile: so the waker finds the sleeper
 * listening, or the sleeper finds what it was to be woken for.
 *
 * The pipe is never full, so that nobody waits who writes: each sleep is worth a byte from here and
 * one for each reason to ring the bell. Those for sleeps that did not come to pass are left unread,
 * and taken away in time. It never ends either, since it is open for writing here as well.
 *
 * A read cannot be interrupted, and need not be: no task runs while the main thread sleeps.
 */
final class Sleep {
    /// After how many sleeps that did not come to pass their bytes are taken away.
    private static final int MOST_UNREAD = 64;

    /// Both ends of the pipe.
    private record Pipe(FileInputStream in, RandomAccessFile out) {}

    private final Thread main;

    /// 1 or 0. A number, since the JDK's archive of loaded classes does not have what an
    /// AtomicBoolean needs.
    private final AtomicInteger isListening = new AtomicInteger();

    /// Written by the main thread.
    private volatile @Nullable Pipe pipe;

    // The main thread's own.
    private final byte[] taken = new byte[4 * MOST_UNREAD];
    private int unread;

    /// Sleep of a thread that parks.
    Sleep(Thread main) {
        this.main = main;
    }

    /// The main thread, which is awake now, is to sleep at this pipe.
    ///
    /// @param opened open for reading and writing
    void moveTo(RandomAccessFile opened) throws IOException {
        pipe = new Pipe(new FileInputStream(opened.getFD()), opened);
    }

    /// Before the main thread looks whether there is a reason not to sleep.
    void prepare() {
        if (pipe != null) {
            isListening.set(1);
        }
    }

    /// Sleeps until it is woken; perhaps less long.
    void sleep() {
        Pipe used = pipe;
        if (used == null) {
            LockSupport.park(this);
        } else {
            take(used);
        }
    }

    /// The main thread is awake.
    void over() {
        Pipe used = pipe;
        if (used != null) {
            isListening.set(0);
            if (++unread > MOST_UNREAD && hasBytes(used)) {
                take(used);
            }
        }
    }

    /// Wakes the main thread, or has it not fall asleep. Never blocks.
    void wake() {
        Pipe used = pipe;
        if (used == null) {
            LockSupport.unpark(main);
        } else if (isListening.compareAndSet(1, 0)) {
            try {
                used.out.write(0);
            } catch (IOException broken) {
                throw new UncheckedIOException("A worker's bell must ring", broken);
            }
        }
    }

    private void take(Pipe used) {
        try {
            if (used.in.read(taken) < 0) {
                throw new IOException("Its pipe has ended");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("A worker's bell must be heard", broken);
        }
        unread = 0;
    }

    private boolean hasBytes(Pipe used) {
        unread = 0;
        try {
            return used.in.available() > 0;
        } catch (IOException broken) {
            throw new UncheckedIOException("A worker's bell must be heard", broken);
        }
    }
}
