package io.manyhands.process;

import java.util.concurrent.TimeUnit;

/// The process of one job, for whoever has submitted that. Thread-safe.
public final class OneProcess {
    private final ProcessWorker worker;
    private final LifeState state;

    OneProcess(ProcessWorker worker) {
        this.worker = worker;
        this.state = worker.state();
    }

    /// Its number. Waits until there is a process, a few milliseconds; an interruption is kept for
    /// later.
    ///
    /// @return the process id; 0 if there never was a process
    public long pid() {
        return state.awaitPid();
    }

    /// Whether it is about to start, runs, or is being cleared up after.
    ///
    /// @return false once nothing is left of it
    public boolean isAlive() {
        return worker.thread().isAlive();
    }

    /// How it has ended.
    ///
    /// @return as [Process#exitValue()]; -1 while it has not ended, or if there never was a process
    public int exitStatus() {
        return state.exitStatus();
    }

    /// Asks it and its process group to end, by `SIGTERM`.
    public void terminate() {
        state.terminate();
    }

    /// Kills it and its process group.
    public void kill() {
        worker.tenure().leave();
        state.end();
    }

    /// Waits until nothing is left of it.
    ///
    /// @param nanos how long at most
    /// @return whether nothing is
    /// @throws InterruptedException if interrupted; nothing else changes then
    public boolean await(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(worker.thread(), nanos);
        return !worker.thread().isAlive();
    }
}
