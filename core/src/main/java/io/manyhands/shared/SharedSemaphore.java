package io.manyhands.shared;

import java.time.Duration;

/// So many permits, shared by threads, virtual threads and processes: as a
/// [java.util.concurrent.Semaphore], but never with more permits than it was made with.
///
/// On threads, any thread can release what another has acquired. On processes, permits belong to
/// the process that acquired them: they come back when it dies, and only it can release them. A
/// task that ends while it has permits gives them back, and fails, saying so.
///
/// What happened before a release is seen by whoever acquires the permit next. It can be captured
/// by a task. Thread-safe.
public interface SharedSemaphore {
    /// Acquires a permit; blocks until there is one.
    ///
    /// @throws InterruptedException if interrupted; no permit was acquired then
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /// Acquires permits, all at once; blocks until there are so many.
    ///
    /// @param permits how many, 1 to all
    /// @throws InterruptedException if interrupted; no permit was acquired then
    /// @throws IllegalArgumentException if it is less than 1, or more than the semaphore has
    void acquire(int permits) throws InterruptedException;

    /// Acquires permits, whatever the thread is told meanwhile; an interrupt is kept for later.
    ///
    /// @param permits how many, 1 to all
    /// @throws IllegalArgumentException if it is less than 1, or more than the semaphore has
    void acquireUninterruptibly(int permits);

    /// Acquires a permit if one is free. Never blocks.
    ///
    /// @return whether it was acquired
    default boolean tryAcquire() {
        return tryAcquire(1);
    }

    /// Acquires permits if so many are free. Never blocks.
    ///
    /// @param permits how many, 1 to all
    /// @return whether they were acquired
    /// @throws IllegalArgumentException if it is less than 1, or more than the semaphore has
    boolean tryAcquire(int permits);

    /// Acquires permits if so many get free in time.
    ///
    /// @param permits how many, 1 to all
    /// @param timeout how long to wait at most
    /// @return whether they were acquired
    /// @throws InterruptedException if interrupted; no permit was acquired then
    /// @throws IllegalArgumentException if it is less than 1, or more than the semaphore has
    boolean tryAcquire(int permits, Duration timeout) throws InterruptedException;

    /// Gives a permit back. Never blocks.
    ///
    /// @throws IllegalStateException if there would be more permits than it was made with or, on
    ///   processes, if this one does not have it
    default void release() {
        release(1);
    }

    /// Gives permits back. Never blocks.
    ///
    /// @param permits how many, at least 1
    /// @throws IllegalArgumentException if it is less than 1
    /// @throws IllegalStateException if there would be more permits than it was made with or, on
    ///   processes, if this one does not have them; nothing is given back then
    void release(int permits);

    /// How many permits are free at this moment.
    ///
    /// @return 0 to all
    int availablePermits();

    /// How many permits it was made with.
    ///
    /// @return at least 1
    int permits();
}
