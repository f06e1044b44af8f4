package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;
import io.manyhands.wire.LargeBuffers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Has the snapshots of large arguments serve the next ones, once their tasks are over, and gives
/// up their memory after a rest. Thread-safe.
final class Snapshots {
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// How long a worker may take no more of an array before its snapshot is taken meanwhile: it
    /// may be busy, or make room for the array.
    private static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /// How much of a snapshot is taken in a nanosecond, about: as long as it would take, a worker
    /// that has the task is waited for, as it most often needs the snapshot no more then. Both at
    /// once would be slower, as both have the same memory to go through.
    private static final long BYTES_IN_A_NANOSECOND = 10;

    private final Timer timer;
    private final AtomicBoolean isArmed = new AtomicBoolean();

    Snapshots(Timer timer) {
        this.timer = timer;
    }

    /// Who gets the arrays.
    @FunctionalInterface
    interface Taker {
        /// Sends as much as there is room for.
        void push();

        /// Whether there is one that can take them.
        default boolean isThere() {
            return true;
        }

        /// Whether nobody else will want them any more.
        default boolean isLast() {
            return false;
        }
    }

    /// The worker that a task waits for, or has.
    private record WorkerOf(TaskRun<?> run) implements Taker {
        @Override
        public void push() {
            if (run.worker instanceof RemoteWorker worker) {
                worker.push();
            }
        }

        @Override
        public boolean isThere() {
            return run.worker != null;
        }

        @Override
        public boolean isLast() {
            return run.isDone()
                    || (run.settings.retry() == null
                            && run.worker instanceof RemoteWorker worker
                            && worker.hasTaken(run));
        }
    }

    /// Takes what is missing of a task's snapshots, and has a worker get them meanwhile if it can.
    ///
    /// @param run accepted
    /// @param body what is to be run for it
    void complete(TaskRun<?> run, Object body) {
        if (body instanceof Parcel parcel && parcel.encoded().arrays().length > 0) {
            complete(parcel.encoded(), new WorkerOf(run));
        }
    }

    /// Has arrays sent as they are while a worker takes them quickly, and takes what is missing of
    /// their snapshots when it does not, or has them all and has not begun what they are for.
    static void complete(Encoded encoded, Taker taker) {
        boolean isLast = false;
        try {
            long since = System.nanoTime();
            long bytes = 0;
            for (LargeArray each : encoded.arrays()) {
                since = send(each, taker, since);
                bytes += each.lengthBytes();
            }
            isLast = isLast(taker, since + patience(taker, bytes));
        } finally {
            if (!isLast) {
                // Also if the line has failed meanwhile: another worker may get the task.
                Encoded _ = encoded.whole();
            }
        }
    }

    private static long patience(Taker taker, long bytes) {
        long taking = taker.isThere() ? bytes / BYTES_IN_A_NANOSECOND : 0;
        return Math.max(PATIENCE_NANOS, taking);
    }

    /// Sends an array, or takes its snapshot.
    ///
    /// @param since when some of an array was sent last
    /// @return the same now
    private static long send(LargeArray array, Taker taker, long since) {
        long last = since;
        int sent = array.sentBytes();
        while (sent < array.lengthBytes()) {
            taker.push();
            int before = sent;
            sent = array.sentBytes();
            if (sent != before) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last < patience(taker, array.lengthBytes())) {
                Thread.onSpinWait();
            } else if (!array.fill()) {
                break;
            }
        }
        return last;
    }

    /// Whether the one that took them is the last, as is known soon.
    private static boolean isLast(Taker taker, long untilNanos) {
        while (!taker.isLast()) {
            if (!taker.isThere() || System.nanoTime() - untilNanos > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /// What is to be run at another time, or by itself, with whole snapshots.
    static Object whole(Object body) {
        if (body instanceof Parcel parcel) {
            Encoded _ = parcel.encoded().whole();
        }
        return body;
    }

    /// Nobody will send a task's parcel, or an item's, again.
    void release(Parcel parcel) {
        if (parcel.encoded().release()) {
            arm();
        }
    }

    /// The workers are closed.
    void close() {
        if (isArmed.get()) {
            boolean _ = LargeBuffers.trim(0);
        }
    }

    private void arm() {
        if (isArmed.compareAndSet(false, true)) {
            timer.in(REST_NANOS, this::trim);
        }
    }

    private void trim() {
        isArmed.set(false);
        if (LargeBuffers.trim(REST_NANOS)) {
            arm();
        }
    }
}
