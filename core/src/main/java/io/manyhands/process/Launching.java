package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.spi.Upstream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The opening of a pool's launcher, on a thread of its own, so that the pool can be made
/// meanwhile. Taken or abandoned once. Thread-safe.
/* The results are written by the thread, and read by those who have joined it. Nothing on the way to
 * its start has a lambda: the first of a program takes as long as the rest of it.
 */
public final class Launching {
    private static final int RING_BYTES = ChannelMemory.DEFAULT_CAPACITY_BYTES;

    private final JvmOptions options;
    private final Places places;
    private final Opening opening = new Opening(this);
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private @Nullable Launcher launcher;
    private @Nullable LaunchFailure failure;

    private Launching(ProcessShape shape) {
        this.places = Places.take(Upstream.allowance(), shape.count());
        this.options =
                new JvmOptions(
                        JvmOptions.WORKER_MAIN,
                        shape.maxHeap(),
                        shape.jvmFlags(),
                        shape.count(),
                        shape.surroundings());
    }

    /// Begins. Whatever else fails is told when somebody takes it.
    ///
    /// @param shape what the processes are to be like
    /// @return the opening that goes on
    /// @throws UnsupportedOperationException on Windows, and where memory is limited that cannot be
    ///   looked at
    /// @throws IllegalArgumentException if their directory is not there
    /// @throws IllegalStateException if this JVM is a worker, and nested as deep as can be, or
    ///   there are not so many places left for what tasks open
    public static Launching begin(ProcessShape shape) {
        Shell.checkSystem();
        Watch.checkSystem(shape);
        Nesting.check();
        shape.surroundings().check();
        Launching launching = new Launching(shape);
        launching.start();
        return launching;
    }

    private void start() {
        try {
            opening.start();
        } catch (OutOfMemoryError noThread) {
            failure = new LaunchFailure("A launcher needs a thread", noThread);
        }
    }

    /// What it has opened, to be closed by the one who takes it; waits for it. After the first time
    /// it is opened anew, here.
    Launcher take() throws LaunchFailure {
        if (!isTaken.compareAndSet(false, true)) {
            return Launcher.open(options, neededBytes());
        }
        boolean _ = Threads.join(opening, Long.MAX_VALUE / 2);
        Launcher opened = launcher;
        if (opened == null) {
            throw failure == null ? new LaunchFailure("A launcher has ended early") : failure;
        }
        launcher = null;
        return opened;
    }

    /// Closes it, unless somebody has taken it; there will be no workers.
    public void abandon() {
        try {
            if (!isTaken.get()) {
                take().close();
            }
        } catch (LaunchFailure _) {
            // There is nothing to close.
        } finally {
            release();
        }
    }

    /// There are no workers any more.
    void release() {
        places.release();
    }

    private void open() {
        try {
            launcher = Launcher.open(options, neededBytes());
        } catch (LaunchFailure refused) {
            failure = refused;
        } catch (Throwable unexpected) {
            failure = new LaunchFailure("Worker processes must be launchable", unexpected);
        }
    }

    private static long neededBytes() {
        return ChannelMemory.sizeBytes(RING_BYTES, RING_BYTES);
    }

    /// The thread.
    private static final class Opening extends Thread {
        private final Launching launching;

        Opening(Launching launching) {
            super(null, null, "manyhands-launching", 0, false);
            this.launching = launching;
            setDaemon(true);
        }

        @Override
        public void run() {
            launching.open();
        }
    }
}
