package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Job;
import io.manyhands.spi.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The tasks of a pool that are still to begin: those that no worker has begun, and periodic ones,
/// which begin again and again. And the scopes that fork what is no task. Thread-safe.
final class Backlog {
    private final Pool pool;
    private final Backend backend;
    private final Set<ScopeRun<?, ?>> scopes = ConcurrentHashMap.newKeySet();
    // Both are written by whoever brings a task into its state or out of it.
    private final Set<PendingTask<?>> waiting = ConcurrentHashMap.newKeySet();
    private final Set<DelayedRun<?>> periodic = ConcurrentHashMap.newKeySet();

    Backlog(Pool pool, Backend backend) {
        this.pool = pool;
        this.backend = backend;
    }

    // Scopes whose forks are no tasks.

    /// A scope forks, which is no part of another.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException if the workers were shut down
    void enter(ScopeRun<?, ?> scope) {
        if (!pool.isShutdown()) {
            pool.timer().start();
        }
        scopes.add(scope);
        if (!pool.state.enter()) {
            leave(scope);
            throw pool.actions().rejection();
        }
        pool.deadlockWatch.begin();
        if (pool.isStopping()) {
            scope.stop();
        }
    }

    /// All of its forks have ended.
    void leave(ScopeRun<?, ?> scope) {
        scopes.remove(scope);
        pool.depart();
    }

    // Tasks.

    /// Keeps in mind which tasks wait for their time.
    void waiting(PendingTask<?> run, boolean waits) {
        if (waits) {
            waiting.add(run);
        } else {
            waiting.remove(run);
        }
    }

    void addPeriodic(DelayedRun<?> run) {
        periodic.add(run);
        if (run.isDone()) {
            removePeriodic(run);
        }
    }

    void removePeriodic(DelayedRun<?> run) {
        periodic.remove(run);
    }

    void cancelPeriodic() {
        periodic.forEach(run -> run.cancel(false));
    }

    /// Cancels what no worker has begun.
    ///
    /// @return what the user had submitted of it, first submitted first
    List<Runnable> cancel() {
        scopes.forEach(ScopeRun::stop);
        List<Runnable> neverBegun = new ArrayList<>();
        for (PendingTask<?> run : notBegun()) {
            Object body = run.ownBody();
            Ended stopped =
                    Ended.cancelled("The workers were stopped first", "task=" + run.label());
            if (run.drained(stopped) && body != null) {
                neverBegun.add(Invoke.runnable(Inherited.userOf(body)));
            }
        }
        return neverBegun;
    }

    /// Lets what no worker has begun fail.
    void fail(Throwable cause) {
        for (PendingTask<?> run : notBegun()) {
            run.drained(Ended.failed(cause, "task=" + run.label()));
        }
    }

    /// What no worker has begun: taken from the backend's queue, in the hand of a worker that is
    /// not up yet, or waiting for its time.
    private List<PendingTask<?>> notBegun() {
        List<PendingTask<?>> runs = new ArrayList<>();
        for (Job job : backend.drain()) {
            runs.add((PendingTask<?>) job);
        }
        for (Worker worker : backend.workers()) {
            if (worker.job() instanceof PendingTask<?> run && !run.isRunning()) {
                runs.add(run);
            }
        }
        runs.addAll(waiting);
        return runs;
    }
}
