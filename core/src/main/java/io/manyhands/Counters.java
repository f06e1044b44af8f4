package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.spi.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What is counted of a pool's tasks. Thread-safe.
final class Counters {
    final LongAdder submitted = new LongAdder();
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder retried = new LongAdder();

    void ended(TaskStatus status, int change) {
        switch (status) {
            case SUCCEEDED -> succeeded.add(change);
            case FAILED -> failed.add(change);
            case CANCELLED -> cancelled.add(change);
            case TIMED_OUT -> timedOut.add(change);
            case WORKER_LOST -> lost.add(change);
            case QUEUED, RUNNING -> throw new IllegalArgumentException("Not an end: " + status);
        }
    }

    long ended() {
        return succeeded.sum() + failed.sum() + cancelled.sum() + timedOut.sum() + lost.sum();
    }

    /// The state of a pool that these are the numbers of.
    ///
    /// @param windows whose items are counted when they are claimed
    WorkersStatistics statistics(
            String name, Backend backend, Seats seats, Windows windows, long nowNanos) {
        StackRoom.ensure();
        long running = 0;
        long withoutOutcome = 0;
        for (Worker worker : backend.workers()) {
            if (worker instanceof RemoteWorker elsewhere) {
                elsewhere.look();
            }
            if (worker.job() instanceof TaskRun<?> run && run.isRunning()) {
                running++;
                withoutOutcome += hasNoOutcome(run) ? 1 : 0;
            }
        }
        // What is claimed in between is missed once, and not counted twice.
        long all = submitted.sum() + windows.uncounted();
        return new WorkersStatistics(
                name,
                backend.kind(),
                backend.parallelism(),
                backend.up(),
                seats.spares(),
                all,
                Math.max(0, all - ended() - withoutOutcome),
                running,
                succeeded.sum(),
                failed.sum(),
                cancelled.sum(),
                timedOut.sum(),
                lost.sum(),
                retried.sum(),
                seats.stuck(nowNanos));
    }

    /// What workers run at this moment.
    ///
    /// @param most how many at most
    static List<WorkersStatistics.Running> running(Backend backend, int most) {
        StackRoom.ensure();
        List<WorkersStatistics.Running> running = new ArrayList<>();
        for (Worker worker : backend.workers()) {
            if (running.size() == most) {
                break;
            }
            Worker.Doing doing = worker.doing();
            if (doing != null && doing.job() instanceof TaskRun<?> run && run.isRunning()) {
                WorkersStatistics.Running shown = run.shown(worker, doing);
                if (shown != null) {
                    running.add(shown);
                }
            }
        }
        return List.copyOf(running);
    }

    /// Whether what it runs is a task or an item that is not counted as ended.
    private static boolean hasNoOutcome(TaskRun<?> run) {
        return !run.isCounted() || !run.isDone();
    }
}
