package io.manyhands.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One worker: a place where a job runs, with a name and, here, a thread.
///
/// Thread-safe. The current job is written by the worker's own thread alone and read by anyone.
public final class Worker {
    private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

    private final Host host;
    private final String name;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Job job;

    /// A worker that has no thread yet.
    ///
    /// @param host the pool that it belongs to
    /// @param name its readable name, unique within the pool
    public Worker(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    /// The worker whose thread this is.
    ///
    /// @return the worker, or null on a thread that belongs to none
    public static @Nullable Worker current() {
        return CURRENT.get();
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
        CURRENT.set(this);
        try {
            host.workerStarted(this);
            jobs.run();
        } finally {
            host.workerEnding(this);
            CURRENT.remove();
        }
    }

    /// The pool that it belongs to.
    ///
    /// @return the pool
    public Host host() {
        return host;
    }

    /// The readable name.
    ///
    /// @return for example `parsers-worker-3`
    public String name() {
        return name;
    }

    /// The thread in which it lives.
    ///
    /// @return the thread
    /// @throws NullPointerException before [#bind(Thread)]
    public Thread thread() {
        return Objects.requireNonNull(thread, "a worker has a thread once it is bound to one");
    }

    /// What it runs at this moment.
    ///
    /// @return the job, or null between two jobs
    public @Nullable Job job() {
        return job;
    }

    /// Says what it runs from now on. For the worker's own thread, and before that is started for
    /// whoever starts it with a first job.
    ///
    /// @param next the job, or null when it has ended
    public void runs(@Nullable Job next) {
        job = next;
    }

    @Override
    public String toString() {
        return name;
    }
}
