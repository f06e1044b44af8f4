package io.manyhands.process;

import java.util.concurrent.atomic.AtomicBoolean;

/// A process that leads a group of its own, to which its children belong unless they leave it; the
/// group's number is the process's. Thread-safe.
final class ProcessGroup {
    private final Process process;
    private final long pid;
    private final Warden warden;
    // Whether what was left of it was killed after the end of the process.
    private final AtomicBoolean isCleared = new AtomicBoolean();

    /// A group that the warden knows.
    ProcessGroup(Process process, Warden warden) {
        this.process = process;
        this.pid = process.pid();
        this.warden = warden;
    }

    /// The number of the process and of the group.
    long pid() {
        return pid;
    }

    /// The process itself.
    Process process() {
        return process;
    }

    /// Kills the process at once and what is left of its group a moment later.
    ///
    /// To be called at the end of every process, also of one that has ended by itself: it may have
    /// left children behind.
    void kill() {
        if (!process.isAlive()) {
            if (!isCleared.compareAndSet(false, true)) {
                return;
            }
            // No number is given out again while some of its group live, so there are none.
            if (ProcessHandle.of(pid).isPresent()) {
                warden.drop(pid);
                return;
            }
        }
        // Not Process.destroyForcibly, which closes the pipes: what the process wrote last is to be
        // read.
        boolean _ = process.toHandle().destroyForcibly();
        warden.kill(pid);
    }

    /// Asks all of the group to end, a moment later: each gets `SIGTERM`. Does nothing once the
    /// process has ended.
    void terminate() {
        if (process.isAlive() && !warden.terminate(pid)) {
            boolean _ = process.toHandle().destroy();
        }
    }
}
