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
            for (LargeArray each : parcel.encoded().arrays()) {
                complete(run, each);
            }
        }
    }

    private static void complete(TaskRun<?> run, LargeArray array) {
        while (array.fill()) {
            if (run.worker instanceof RemoteWorker worker) {
                worker.push();
            }
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
