package io.manyhands.shared;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/// Where so many parties wait for each other, again and again: as a
/// [java.util.concurrent.CyclicBarrier], across threads and processes.
///
/// It breaks for all who wait, and for all who come until it is reset, when one who waits is
/// interrupted or waits too long, when an action fails, and when a process dies that waits or has
/// registered. What happened before an `await` is seen by all parties after theirs. It can be
/// captured by a task. Thread-safe.
public interface SharedBarrier {
    /// Arrives, and waits for the others.
    ///
    /// @return how many were still to come: 0 for the last one
    /// @throws InterruptedException if interrupted; the barrier is broken then
    /// @throws BrokenBarrierException if the barrier is broken, or reset while this waits
    int await() throws InterruptedException, BrokenBarrierException;

    /// Arrives, and waits for the others for a while.
    ///
    /// @param timeout how long to wait at most
    /// @return how many were still to come: 0 for the last one
    /// @throws InterruptedException if interrupted; the barrier is broken then
    /// @throws BrokenBarrierException if the barrier is broken, or reset while this waits
    /// @throws TimeoutException if not all came in time; the barrier is broken then
    int await(Duration timeout)
            throws InterruptedException, BrokenBarrierException, TimeoutException;

    /// Arrives, and waits for the others; if this is the last to come, does something before any of
    /// them goes on.
    ///
    /// @param action what the last to come does: its own action, if it has come with one; not that
    ///   of another
    /// @return how many were still to come: 0 for the last one
    /// @throws InterruptedException if interrupted; the barrier is broken then
    /// @throws BrokenBarrierException if the barrier is broken, or reset while this waits
    /// @throws RuntimeException what the action throws; the barrier is broken then
    int await(Runnable action) throws InterruptedException, BrokenBarrierException;

    /// Says that this process is one of the parties: from now on, and until the hold is closed, its
    /// death breaks the barrier, and not only while it waits. On threads it does nothing.
    ///
    /// @return what ends it
    Hold register();

    /// Lets those who wait go with a [BrokenBarrierException], and begins anew.
    void reset();

    /// Whether it is broken.
    ///
    /// @return true until the next reset
    boolean isBroken();

    /// How many parties wait at this moment.
    ///
    /// @return 0 to one less than all
    int waiting();

    /// How many parties must arrive.
    ///
    /// @return at least 1
    int parties();
}
