package io.manyhands.process;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How far the life of a worker process has come, and whether it is to end. Thread-safe.
/* Told by the channel and by whoever has the worker, and awaited by the worker's own thread: that is
 * interrupted if it waits for the end of the process and is to look again.
 */
final class LifeState {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// How long a process may take to end once there is nothing more for it to do.
    static final long TERM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread life;
    private final ToldThreads threads = new ToldThreads();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by the lock.
    private @Nullable Launch launch;
    private @Nullable WorkerOutput output;
    private boolean greeted;
    private boolean lineEnded;
    private boolean mapped;
    private boolean leaving;
    private boolean over;
    private boolean waiting;
    private @Nullable String violation;
    private @Nullable LaunchFailure unshared;

    /// The state of a life that has not begun.
    ///
    /// @param life the worker's own thread
    LifeState(Thread life) {
        this.life = life;
    }

    // For the worker's own thread.

    /// There is a process.
    ///
    /// @return false if it is to end before it has begun
    boolean begin(Launch started) {
        lock.lock();
        try {
            launch = started;
            changed.signalAll();
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    /// The number of the process; 0 if there is none.
    long pid() {
        Launch started = launch();
        return started == null ? 0 : started.pid();
    }

    /// There is no process any more, or never was one.
    void over() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What the process prints is read by this, and let out once it has said that it runs.
    void prints(WorkerOutput reader) {
        lock.lock();
        try {
            output = reader;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the process has said that it runs; kills one that says nothing for a minute.
    ///
    /// @return whether it has
    boolean awaitGreeting() {
        long end = System.nanoTime() + START_NANOS;
        lock.lock();
        try {
            long left = START_NANOS;
            while (!greeted && !lineEnded && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException told) {
                    // It is to leave, and so its process is being killed.
                    left = end - System.nanoTime();
                }
            }
            Launch started = launch;
            if (started != null && !greeted && !lineEnded) {
                violation = "no greeting within a minute";
                started.killGroup();
            }
            return greeted;
        } finally {
            lock.unlock();
        }
    }

    /// From now on the thread waits for the end of the process, and is interrupted when it is to
    /// look again.
    void waits() {
        lock.lock();
        try {
            waiting = true;
        } finally {
            lock.unlock();
        }
    }

    /// There is nothing to look at any more. An interrupt that was meant for the wait is forgotten.
    void waitsNoMore() {
        lock.lock();
        try {
            waiting = false;
            boolean _ = Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is told to leave, but no longer than that.
    void awaitLeave(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!leaving && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException told) {
            // It is to leave.
        } finally {
            lock.unlock();
        }
    }

    /// Whether the process is to leave when its current call is done.
    boolean isLeaving() {
        lock.lock();
        try {
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the process has said that it runs.
    boolean isGreeted() {
        lock.lock();
        try {
            return greeted;
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is a process, and it has not ended.
    boolean isAlive() {
        Launch started = launch();
        return started != null && started.process().isAlive();
    }

    /// How large the memory of the process is, or [Tenure#UNKNOWN].
    long bytes() {
        long pid = pid();
        ProcessLook look = pid == 0 ? null : ProcessLook.at(pid);
        return look == null ? Tenure.UNKNOWN : look.residentBytes();
    }

    /// Waits until there is a process; an interruption is kept for later.
    ///
    /// @return its number; 0 if there is none and never will be
    long awaitPid() {
        lock.lock();
        try {
            while (launch == null && !over) {
                changed.awaitUninterruptibly();
            }
            return pid();
        } finally {
            lock.unlock();
        }
    }

    /// The exit status of the process as the system tells it; -1 if it has not ended, or there is
    /// none.
    int exitStatus() {
        Launch started = launch();
        return started == null || started.process().isAlive() ? -1 : started.process().exitValue();
    }

    boolean isLineEnded() {
        lock.lock();
        try {
            return lineEnded;
        } finally {
            lock.unlock();
        }
    }

    boolean isMapped() {
        lock.lock();
        try {
            return mapped;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the process has ended, if it has, before it had everything and by its own doing.
    boolean isOwnEnd() {
        lock.lock();
        try {
            return !mapped && !leaving;
        } finally {
            lock.unlock();
        }
    }

    /// The rule that the worker has broken first, if it has.
    @Nullable String violation() {
        lock.lock();
        try {
            return violation;
        } finally {
            lock.unlock();
        }
    }

    /// Why the worker cannot have the memory, if that is so.
    @Nullable LaunchFailure unshared() {
        lock.lock();
        try {
            return unshared;
        } finally {
            lock.unlock();
        }
    }

    /// What the worker's threads were at when it was to be killed.
    ToldThreads threads() {
        return threads;
    }

    // Told by the channel.

    void greeted() {
        WorkerOutput printed;
        lock.lock();
        try {
            greeted = true;
            printed = output;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (printed != null) {
            printed.letOut();
        }
    }

    /// The worker has the memory.
    void mapped() {
        lock.lock();
        try {
            mapped = true;
        } finally {
            lock.unlock();
        }
    }

    /// The worker cannot have the memory, and is of no use without.
    void mapFailed(String reason) {
        lock.lock();
        try {
            unshared = WorkerMemory.failure(life.getName(), reason, null);
        } finally {
            lock.unlock();
        }
        kill();
    }

    /// The pipe has ended: the process is about to, or has lost its wits.
    void lineEnded(@Nullable String broken) {
        Launch started;
        lock.lock();
        try {
            lineEnded = true;
            violation = violation == null ? broken : violation;
            started = launch;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        threads.over();
        if (started != null && (broken != null || !started.awaitExit(TERM_NANOS))) {
            started.killGroup();
        }
    }

    /// The worker has broken a rule, and cannot be believed any more.
    void violated(String broken) {
        lock.lock();
        try {
            violation = violation == null ? broken : violation;
        } finally {
            lock.unlock();
        }
        kill();
    }

    // Told by others.

    /// Ends the process now.
    void kill() {
        Launch started = launch();
        if (started != null) {
            started.killGroup();
        }
    }

    /// Ends the process now, and if there is none, as soon as there is one.
    void end() {
        leave();
        kill();
    }

    /// Asks the process and its group to end; it is ended if it is not up.
    void terminate() {
        Launch started = launch();
        if (started == null) {
            end();
        } else {
            started.terminateGroup();
        }
    }

    /// Lets the process end when its current call is done; at once if it is not up.
    void leave() {
        boolean isUp;
        lock.lock();
        try {
            if (leaving) {
                return;
            }
            leaving = true;
            changed.signalAll();
            isUp = greeted;
            // A start action is let end; and who sees that it leaves was interrupted before: with
            // the lock, since it may be at an end action then, which is not meant.
            if (waiting) {
                life.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (!isUp) {
            kill();
        }
    }

    /// Has the thread look whether help is wanted, if it waits for the end of a process.
    void lookAround() {
        lock.lock();
        try {
            if (waiting && !leaving) {
                life.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The process; null if there was none yet.
    private @Nullable Launch launch() {
        lock.lock();
        try {
            return launch;
        } finally {
            lock.unlock();
        }
    }
}
