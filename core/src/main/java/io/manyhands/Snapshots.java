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

    /// Takes what is missing of snapshots, and does something after each step.
    static void complete(Encoded encoded, Runnable push) {
        try {
            for (LargeArray each : encoded.arrays()) {
                while (each.fill()) {
                    push.run();
                }
            }
        } finally {
            // Also if the line has failed meanwhile: another worker may get the task.
            Encoded _ = encoded.whole();
        }
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
