package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import java.io.Serial;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the user wants done at the start and the end of each worker. Thread-safe.
final class WorkerActions {
    private static final int START_ATTEMPTS = 3;
    private static final long FIRST_BACKOFF_NANOS = Duration.ofMillis(100).toNanos();
    private static final Action NOTHING = () -> {};

    /// A worker elsewhere did not outlive an action.
    private static final class Gone extends IllegalStateException {
        @Serial private static final long serialVersionUID = 1;

        Gone(Worker worker) {
            super("A worker must outlive its start and end actions: worker=" + worker.name());
        }
    }

    private final Pool pool;
    private final @Nullable Action start;
    private final @Nullable Action end;
    // The workers whose start action has succeeded.
    private final Set<Worker> ready = ConcurrentHashMap.newKeySet();
    // Those whose start action goes on.
    private final Set<Worker> starting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable WorkerStartException failure;

    /// An action that cannot travel to workers elsewhere is refused at once.
    WorkerActions(Pool pool, @Nullable Action start, @Nullable Action end) {
        this.pool = pool;
        this.start = start;
        this.end = end;
        for (Action action : new Action[] {start, end}) {
            if (action != null && pool.isRemote()) {
                Object _ = Copies.prepared(pool, "action", action);
            }
        }
    }

    /// Why no worker can be started, if that is so.
    @Nullable WorkerStartException failure() {
        return failure;
    }

    /// How a task is refused by workers that were shut down, or cannot be started.
    RejectedExecutionException rejection() {
        Throwable broken = failure;
        return broken == null
                ? new RejectedExecutionException(
                        "Workers that were shut down take no tasks: workers=" + pool.name())
                : new RejectedExecutionException(String.valueOf(broken.getMessage()), broken);
    }

    /// Runs the start action, again after a while if it fails; the last failure breaks the pool.
    ///
    /// @return whether it has succeeded
    boolean start(Worker worker) {
        Action action = start;
        if (action == null) {
            ready.add(worker);
            return true;
        }
        Throwable last = null;
        starting.add(worker);
        int attempts = 0;
        boolean isReady = false;
        while (!isReady && attempts < START_ATTEMPTS && failure == null && !pool.isStopping()) {
            backOff(attempts);
            attempts++;
            Throwable thrown = tryOnce(worker, action);
            if (thrown instanceof Gone) {
                // That is a matter of the worker's, of which there will be others.
                break;
            }
            isReady = thrown == null;
            if (thrown != null) {
                Ended.keepEarlier(thrown, last);
                last = thrown;
            }
        }
        starting.remove(worker);
        if (isReady) {
            ready.add(worker);
        } else if (attempts == START_ATTEMPTS && last != null && !pool.isStopping()) {
            breakDown(worker, last);
        }
        return isReady;
    }

    /// Has a worker that is ready do nothing, as an action.
    void warmUp(Worker worker) {
        if (ready.contains(worker) && !pool.isStopping()) {
            // If it fails, the first task finds out why.
            Throwable _ = tryOnce(worker, NOTHING);
        }
    }

    /// Interrupts the start actions that go on.
    void stop() {
        starting.forEach(worker -> worker.thread().interrupt());
    }

    /// Runs the end action of a worker whose start action has succeeded.
    ///
    /// @return whether it had
    boolean end(Worker worker) {
        boolean wasReady = ready.remove(worker);
        if (wasReady && end != null) {
            Throwable thrown = tryOnce(worker, end);
            if (thrown != null) {
                String what = "The end action of a worker failed: worker=" + worker.name();
                pool.journal().report(what, thrown);
            }
        }
        return wasReady;
    }

    private void breakDown(Worker worker, Throwable last) {
        WorkerStartException broken =
                new WorkerStartException(
                        "The start action of a worker failed each time: attempts="
                                + START_ATTEMPTS
                                + (", worker=" + worker.name()),
                        last);
        breakDown(broken);
    }

    /// No worker can be started.
    void breakDown(WorkerStartException broken) {
        failure = broken;
        pool.breakDown(broken);
    }

    private @Nullable Throwable tryOnce(Worker worker, Action action) {
        // What was meant for a task before is not for the action, nor the other way round.
        boolean _ = Thread.interrupted();
        try {
            if (worker instanceof RemoteWorker elsewhere) {
                return tryElsewhere(elsewhere, action);
            }
            action.act();
            return null;
        } catch (Throwable thrown) {
            return thrown;
        } finally {
            boolean _ = Thread.interrupted();
        }
    }

    private @Nullable Throwable tryElsewhere(RemoteWorker worker, Action action)
            throws InterruptedException {
        Parcel parcel = (Parcel) Snapshots.whole(Copies.prepared(pool, "action", action));
        AtomicReference<@Nullable Object> end = new AtomicReference<>();
        worker.perform(parcel, answer -> end.set(Arrived.of(worker, parcel, answer, worker::name)));
        Object answer = end.get();
        if (answer == null) {
            return new Gone(worker);
        }
        return Arrived.settled(answer) instanceof Ended failed ? failed.cause() : null;
    }

    private void backOff(int failures) {
        if (failures == 0) {
            return;
        }
        long until = pool.time().nanos() + (FIRST_BACKOFF_NANOS << (failures - 1));
        long left = until - pool.time().nanos();
        while (left > 0 && !pool.isStopping()) {
            pool.time().park(this, left);
            left = until - pool.time().nanos();
        }
    }
}
