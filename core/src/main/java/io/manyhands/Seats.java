package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/// Who stands in for whom: spare workers for those that wait for another task of the same pool, and
/// for those that are stuck. Thread-safe.
/* Who waits for a task has a spare of his own, since that task may be one that waits for a worker.
 * For what is shared it is not known who will come, and most often it is somebody who is at work. So
 * there is a spare only when all workers wait: one is always left that does not, up to the limit.
 * Those that run forks are counted apart, as no task comes to them. A lock is no such thing, as
 * nobody has it who waits for a worker.
 */
final class Seats {
    private static final int FRAMES_SHOWN = 16;

    /// A worker that ignores its interrupt.
    private record StuckSince(String task, long nanos) {}

    /// Those that wait for what is shared, of the workers or of those that run forks.
    private static final class Standing {
        private int waiting;
        private int lent;
    }

    private final Backend backend;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    // All guarded by the lock.
    private final Map<Worker, StuckSince> stuck = new LinkedHashMap<>();
    private final Map<Worker, Integer> stuckTimes = new HashMap<>();
    private int lent;
    private final Standing tasks = new Standing();
    private final Standing forks = new Standing();

    Seats(Backend backend, int limit) {
        this.backend = backend;
        this.limit = limit;
    }

    /// Lets a spare worker take the place of the current one, which is about to wait.
    ///
    /// @param needed whether what it waits for could starve otherwise, as it has the same workers
    /// @return whether one does; with no limit of workers none is needed
    boolean lend(boolean needed) {
        if (backend.parallelism() == Integer.MAX_VALUE) {
            return false;
        }
        lock.lock();
        try {
            if (lent >= limit && !needed) {
                return false;
            }
            if (lent >= limit) {
                throw new RejectedExecutionException(
                        "A task can wait for another of its own workers only while a spare worker"
                                + " can stand in for it: maxSpares="
                                + limit);
            }
            addSpare(() -> backend.adjustSpares(1));
            lent++;
        } finally {
            lock.unlock();
        }
        return true;
    }

    void takeBack() {
        lock.lock();
        try {
            lent--;
            backend.adjustSpares(-1);
        } finally {
            lock.unlock();
        }
    }

    /// A worker waits for what perhaps a task must do that waits for a worker.
    void waitBegins(Worker worker) {
        changeWaiting(worker, 1);
    }

    void waitEnds(Worker worker) {
        changeWaiting(worker, -1);
    }

    private void changeWaiting(Worker worker, int change) {
        int workers = backend.parallelism();
        if (workers == Integer.MAX_VALUE) {
            return;
        }
        lock.lock();
        try {
            Standing those = backend.runsForks(worker) ? forks : tasks;
            those.waiting += change;
            int needed = Math.max(0, those.waiting - workers + 1);
            if (those.lent < needed && lent + tasks.lent + forks.lent < limit) {
                addSpare(() -> backend.adjustSpares(worker, 1));
                those.lent++;
            } else if (those.lent > needed) {
                backend.adjustSpares(worker, -1);
                those.lent--;
            }
        } finally {
            lock.unlock();
        }
    }

    /// A worker is stuck: another comes. Subtasks within each other can be stuck, each for itself.
    /// The news that one has come free can overtake this one.
    void stuck(Worker worker, String task, long nowNanos) {
        lock.lock();
        try {
            if (changeStuck(worker, 1) == 1) {
                stuck.put(worker, new StuckSince(task, nowNanos));
                addSpare(() -> backend.adjustSpares(worker, 1));
            }
        } finally {
            lock.unlock();
        }
    }

    void freed(Worker worker) {
        lock.lock();
        try {
            if (changeStuck(worker, -1) == 0) {
                stuck.remove(worker);
                backend.adjustSpares(worker, -1);
            }
        } finally {
            lock.unlock();
        }
    }

    private int changeStuck(Worker worker, int change) {
        int times = stuckTimes.getOrDefault(worker, 0) + change;
        if (times == 0) {
            stuckTimes.remove(worker);
        } else {
            stuckTimes.put(worker, times);
        }
        return times;
    }

    boolean isStuck(Worker worker) {
        lock.lock();
        try {
            return stuck.containsKey(worker);
        } finally {
            lock.unlock();
        }
    }

    int spares() {
        lock.lock();
        try {
            return lent + tasks.lent + forks.lent + stuck.size();
        } finally {
            lock.unlock();
        }
    }

    /// Makes room for a spare, whose thread may be refused by the machine: then the room is there
    /// for the next job.
    private static void addSpare(Runnable change) {
        try {
            change.run();
        } catch (Throwable noThread) {
            Reports.log("A spare worker could not be started", noThread);
        }
    }

    List<WorkersStatistics.Stuck> stuck(long nowNanos) {
        lock.lock();
        try {
            return stuck.entrySet().stream()
                    .map(entry -> shown(entry.getKey(), entry.getValue(), nowNanos))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static WorkersStatistics.Stuck shown(Worker worker, StuckSince since, long nowNanos) {
        List<StackTraceElement> stack = List.of(worker.thread().getStackTrace());
        return new WorkersStatistics.Stuck(
                worker.name(),
                since.task,
                Duration.ofNanos(nowNanos - since.nanos),
                stack.subList(0, Math.min(FRAMES_SHOWN, stack.size())));
    }
}
