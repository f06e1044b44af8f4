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

    private final Timer timer;
    private final AtomicBoolean isArmed = new AtomicBoolean();

    Snapshots(Timer timer) {
        this.timer = timer;
    }

    /// Takes what is missing of a task's snapshots, and has a worker get them meanwhile if it can.
    ///
    /// @param run accepted
    /// @param body what is to be run for it
    void complete(TaskRun<?> run, Object body) {
        if (body instanceof Parcel parcel) {
            complete(parcel.encoded(), () -> push(run));
        }
    }

    private static void push(TaskRun<?> run) {
        if (run.worker instanceof RemoteWorker worker) {
            worker.push();
        }
    }

    /// Has arrays sent as they are while a worker takes them quickly, and takes what is missing of
    /// their snapshots when it does not, or has them all.
    static void complete(Encoded encoded, Runnable push) {
        try {
            long since = System.nanoTime();
            for (LargeArray each : encoded.arrays()) {
                since = send(each, push, since);
            }
        } finally {
            // Also if the line has failed meanwhile: another worker may get the task.
            Encoded _ = encoded.whole();
        }
    }

    /// Sends an array, or takes its snapshot.
    ///
    /// @param since when some of an array was sent last
    /// @return the same now
    private static long send(LargeArray array, Runnable push, long since) {
        long last = since;
        int sent = array.sentBytes();
        while (sent < array.lengthBytes()) {
            push.run();
            int before = sent;
            sent = array.sentBytes();
            if (sent != before) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last < PATIENCE_NANOS) {
                Thread.onSpinWait();
            } else if (!array.fill()) {
                break;
            }
        }
        return last;
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
