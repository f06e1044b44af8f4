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

        /// Whether it may be that nobody else will want them once it has begun what they are for.
        default boolean mayBeLast() {
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
        public boolean mayBeLast() {
            return run.settings.retry() == null;
        }

        @Override
        public boolean isLast() {
            return run.isDone()
                    || (run.worker instanceof RemoteWorker worker && worker.hasTaken(run));
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
            Patience patience = new Patience(taker, encoded.arrays());
            boolean isSent = true;
            for (LargeArray each : encoded.arrays()) {
                isSent &= isSent(each, taker, patience);
            }
            isLast = isSent && taker.mayBeLast() && isLast(taker, patience);
        } finally {
            if (!isLast) {
                // Also if the line has failed meanwhile: another worker may get the task.
                Encoded _ = encoded.whole();
            }
        }
    }

    /// For how long a taker is waited for, all in all.
    private static final class Patience {
        private static final int LOOKS_BETWEEN_YIELDS = 64;

        private final Taker taker;
        private final long takingNanos;
        private long spentNanos;
        private long since = System.nanoTime();
        private int looks;

        Patience(Taker taker, LargeArray[] arrays) {
            this.taker = taker;
            long bytes = 0;
            for (LargeArray each : arrays) {
                bytes += each.lengthBytes();
            }
            this.takingNanos = bytes / BYTES_IN_A_NANOSECOND;
        }

        /// It goes on.
        void goesOn() {
            since = System.nanoTime();
        }

        /// Waits for a moment, if there is patience left.
        @SuppressWarnings("ThreadPriorityCheck") // it only lets others go first
        boolean waits() {
            long now = System.nanoTime();
            spentNanos += now - since;
            since = now;
            long most = Math.max(PATIENCE_NANOS, taker.isThere() ? takingNanos : 0);
            if (spentNanos > most) {
                return false;
            }
            looks++;
            if (looks % LOOKS_BETWEEN_YIELDS == 0 && !Thread.currentThread().isVirtual()) {
                // The taker may need this very processor.
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
            return true;
        }
    }

    /// Sends an array, or takes its snapshot.
    ///
    /// @return whether it was sent
    private static boolean isSent(LargeArray array, Taker taker, Patience patience) {
        int sent = array.sentBytes();
        while (sent < array.lengthBytes()) {
            taker.push();
            int before = sent;
            sent = array.sentBytes();
            if (sent != before) {
                patience.goesOn();
            } else if (!patience.waits() && !array.fill()) {
                return false;
            }
        }
        return true;
    }

    /// Whether the one that took them is the last, as is known soon.
    private static boolean isLast(Taker taker, Patience patience) {
        while (!taker.isLast()) {
            if (!patience.waits()) {
                return false;
            }
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
