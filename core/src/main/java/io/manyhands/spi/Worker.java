package io.manyhands.spi;

import org.jspecify.annotations.Nullable;

/// One worker: a place where a job runs, with a name. Thread-safe.
public abstract sealed class Worker permits LocalWorker, RemoteWorker {
    private final Host host;
    private final String name;

    /// A worker of a pool.
    ///
    /// @param host the pool that it belongs to
    /// @param name its readable name, unique within the pool
    Worker(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    /// The pool that it belongs to.
    ///
    /// @return the pool
    public final Host host() {
        return host;
    }

    /// The readable name.
    ///
    /// @return for example `parsers-worker-3`
    public final String name() {
        return name;
    }

    /// The thread of this JVM that lives as long as the worker does.
    ///
    /// @return the thread
    public abstract Thread thread();

    /// What it runs at this moment.
    ///
    /// @return the job, or null between two jobs
    public abstract @Nullable Job job();

    /// What a worker runs at a moment.
    ///
    /// @param job the job
    /// @param parcel what was sent for it, if the worker is elsewhere
    /// @param call which of the parcel's calls, from 0; -1 if that is not known
    public record Doing(Job job, @Nullable Parcel parcel, int call) {}

    /// What it runs at this moment, in detail.
    ///
    /// @return null between two jobs
    public @Nullable Doing doing() {
        Job job = job();
        return job == null ? null : new Doing(job, null, -1);
    }

    /// Interrupts the thread that runs a job, if the worker runs it still.
    ///
    /// @param job the job
    /// @param attempt which attempt of it, or 0 for any
    public abstract void interrupt(Job job, int attempt);

    /// By its name, so that sets of workers are gone through in the same order each time.
    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final String toString() {
        return name;
    }
}
