package io.manyhands.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A worker that is a thread of this JVM.
///
/// Thread-safe. The current job is written by the worker's own thread alone and read by anyone.
public final class LocalWorker extends Worker {
    private static final ThreadLocal<@Nullable LocalWorker> CURRENT = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable LocalWorker> SERVED = new ThreadLocal<>();

    private volatile @Nullable Thread thread;
    private volatile @Nullable Job job;
    // The thread's own.
    private @Nullable WorkerValues values;
    private @Nullable Holdings holdings;

    /// A worker that has no thread yet.
    ///
    /// @param host the pool that it belongs to
    /// @param name its readable name, unique within the pool
    public LocalWorker(Host host, String name) {
        super(host, name);
    }

    /// The worker whose thread this is.
    ///
    /// @return the worker, or null on a thread that belongs to none
    public static @Nullable LocalWorker current() {
        return CURRENT.get();
    }

    /// The worker whose thread this is, or for which it runs: that of a generator's body runs for
    /// who waits for the next value. It is that worker's seat which is lent if the body waits.
    ///
    /// @return the worker, or null on a thread that belongs to none and runs for none
    public static @Nullable LocalWorker served() {
        LocalWorker own = CURRENT.get();
        return own != null ? own : SERVED.get();
    }

    /// Says for whom the current thread, which is no worker's, runs from now on.
    ///
    /// @param worker the worker; null for none
    public static void serve(@Nullable LocalWorker worker) {
        SERVED.set(worker);
    }

    /// Gives the worker its thread, before that is started.
    ///
    /// @param own a thread that does nothing but call [#live(Runnable)]
    /// @return the same thread
    public Thread bind(Thread own) {
        thread = own;
        return own;
    }

    /// Lives the worker's life in its thread: start action, jobs, end action.
    ///
    /// @param jobs runs the worker's jobs and returns when it is to leave
    public void live(Runnable jobs) {
        try {
            begin();
            jobs.run();
        } finally {
            end();
        }
    }

    /// Begins the worker's life in its thread: to be followed by [#end()] in any case.
    public void begin() {
        CURRENT.set(this);
        host().workerStarted(this);
    }

    /// Ends the worker's life in its thread.
    public void end() {
        try {
            host().workerEnding(this);
        } finally {
            CURRENT.remove();
        }
    }

    /// What its tasks have made for themselves. For the worker's own thread.
    ///
    /// @return the values, perhaps none yet
    public WorkerValues values() {
        WorkerValues known = values;
        if (known == null) {
            known = new WorkerValues();
            values = known;
        }
        return known;
    }

    /// Whether its tasks have made something for themselves. For the worker's own thread.
    ///
    /// @return false if there is nothing to be closed
    public boolean hasValues() {
        return values != null;
    }

    /// What its task holds. For the worker's own thread.
    Holdings holdings() {
        Holdings known = holdings;
        if (known == null) {
            known = new Holdings();
            holdings = known;
        }
        return known;
    }

    /// Its task has ended: takes from it what it holds. For the worker's own thread.
    ///
    /// @return how the task fails for it; null if it held nothing
    public @Nullable IllegalStateException endTask() {
        return holdings == null ? null : holdings.endTask();
    }

    /// {@inheritDoc}
    ///
    /// @throws NullPointerException before [#bind(Thread)]
    @Override
    public Thread thread() {
        return Objects.requireNonNull(thread, "a worker has a thread once it is bound to one");
    }

    @Override
    public @Nullable Job job() {
        return job;
    }

    /// {@inheritDoc}
    ///
    /// The caller has made sure that the job is the one that runs.
    @Override
    public void interrupt(Job current, int attempt) {
        thread().interrupt();
    }

    /// Says what it runs from now on. For the worker's own thread, and before that is started for
    /// whoever starts it with a first job.
    ///
    /// @param next the job, or null when it has ended
    public void runs(@Nullable Job next) {
        job = next;
    }
}
