package io.manyhands.waits;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A wait that ends when its time is over by a clock that is not the machine's. Thread-safe.
/* The waits of the JDK go by the machine's clock, and end for an interrupt. So a virtual thread that
 * parks by the other clock interrupts the one that waits, which takes that for the end of its time. An
 * interrupt by somebody else at the same moment cannot be told from it. What has worked all the same
 * has worked, and the interrupt is taken away.
 */
public final class Limit {
    private final Thread waiting = Thread.currentThread();
    private final Clock clock;
    private final long endNanos;
    private final ReentrantLock lock = new ReentrantLock();

    /// Written with the lock; the thread that parks looks without it.
    private volatile boolean isOver;

    /// Guarded by the lock.
    private boolean isLate;

    /// Blocks without a limit, and can be interrupted.
    ///
    /// @param <E> what else it throws
    @FunctionalInterface
    public interface Step<E extends Exception> {
        /// Blocks.
        ///
        /// @throws InterruptedException if interrupted
        /// @throws E if it fails
        void run() throws InterruptedException, E;
    }

    private Limit(Clock clock, long nanos) {
        this.clock = clock;
        this.endNanos = clock.nanos() + nanos;
    }

    /// Blocks for a while.
    ///
    /// @param clock says when it is over, such that it [limits][Clock#limits] that time
    /// @param nanos how long
    /// @param step blocks
    /// @param <E> what else it throws
    /// @return whether it was in time
    /// @throws InterruptedException if the thread was interrupted by another
    /// @throws E if the step does
    public static <E extends Exception> boolean within(Clock clock, long nanos, Step<E> step)
            throws InterruptedException, E {
        Limit limit = new Limit(clock, nanos);
        Thread bell = Thread.ofVirtual().name("manyhands-limit").start(limit::ring);
        boolean isInterrupted = false;
        try {
            step.run();
            return true;
        } catch (InterruptedException interrupt) {
            isInterrupted = true;
            if (limit.isLate()) {
                return false;
            }
            throw interrupt;
        } finally {
            limit.end(isInterrupted);
            LockSupport.unpark(bell);
        }
    }

    private void ring() {
        while (!isOver) {
            long left = endNanos - clock.nanos();
            if (left <= 0) {
                interrupt();
                return;
            }
            clock.park(this, left);
        }
    }

    private void interrupt() {
        lock.lock();
        try {
            if (!isOver) {
                isLate = true;
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether the interrupt was that of this wait; if not, none comes any more.
    private boolean isLate() {
        lock.lock();
        try {
            isOver = true;
            return isLate;
        } finally {
            lock.unlock();
        }
    }

    private void end(boolean isInterrupted) {
        lock.lock();
        try {
            isOver = true;
            if (isLate && !isInterrupted) {
                boolean _ = Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
