package io.manyhands.waits;

import java.util.concurrent.locks.LockSupport;

/// A thread that sleeps until it is woken. Waking is thread-safe, all else is the thread's own.
public class Sleeper {
    private final Thread thread = Thread.currentThread();
    private volatile boolean isWoken;

    /// The current thread is the one that sleeps.
    public Sleeper() {}

    /// From now on it can be woken.
    public final void prepare() {
        isWoken = false;
    }

    /// Whether it is up, or about to be.
    ///
    /// @return false if it may sleep
    public final boolean isWoken() {
        return isWoken;
    }

    /// Wakes it, or keeps it from sleeping, unless that was done already. Never blocks.
    public final void wake() {
        if (!isWoken) {
            isWoken = true;
            rouse(thread);
        }
    }

    /// It is up, whether it was woken or not.
    public void rise() {
        isWoken = true;
    }

    /// Gets the thread out of its sleep.
    ///
    /// @param sleeping the thread
    protected void rouse(Thread sleeping) {
        LockSupport.unpark(sleeping);
    }

    /// Sleeps until woken or interrupted, or for no reason.
    ///
    /// @param blocker says what the thread waits for
    /// @param nanos how long at most; not at all if it is not positive
    public final void park(Object blocker, long nanos) {
        // Needs no other class: who has no descriptors left can load none.
        if (!isWoken) {
            LockSupport.parkNanos(blocker, nanos);
        }
    }

    /// Does so by another clock.
    ///
    /// @param clock by which the time is measured
    /// @param blocker says what the thread waits for
    /// @param nanos how long at most; not at all if it is not positive
    public final void park(Clock clock, Object blocker, long nanos) {
        if (!isWoken) {
            clock.park(blocker, nanos);
        }
    }
}
