package io.manyhands.benchmarks;

import io.manyhands.Workers;
import io.manyhands.shared.SharedSemaphore;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What tasks of threads share, and what the JDK has for it.
public enum Sharing {
    /// A lock of ours.
    LOCK("Workers.lock()", workers -> locking(workers, workers.lock())),
    /// A lock of the JDK's.
    REENTRANT_LOCK("ReentrantLock", workers -> locking(workers, new ReentrantLock())),
    /// A semaphore of ours.
    SEMAPHORE("Workers.semaphore(2)", workers -> acquiring(workers, workers.semaphore(2))),
    /// A semaphore of the JDK's.
    PLAIN_SEMAPHORE("Semaphore(2)", workers -> acquiring(workers, new Semaphore(2))),
    /// A queue of ours.
    QUEUE("Workers.queue(1000)", workers -> passing(workers, workers.queue(Sharing.ROOM))),
    /// A queue of the JDK's.
    ARRAY_QUEUE(
            "ArrayBlockingQueue(1000)",
            workers -> passing(workers, new ArrayBlockingQueue<>(Sharing.ROOM)));

    private static final int ROOM = 1_000;

    private final String label;
    private final Function<Workers, Use> factory;

    Sharing(String label, Function<Workers, Use> factory) {
        this.label = label;
        this.factory = factory;
    }

    /// Uses it, in tasks.
    @FunctionalInterface
    public interface Use {
        /// Uses it so many times, and waits for that.
        ///
        /// @param times how often
        /// @throws ExecutionException never
        /// @throws InterruptedException never
        void run(int times) throws ExecutionException, InterruptedException;
    }

    /// Makes it.
    ///
    /// @param workers whose tasks use it
    /// @return its use
    public Use open(Workers workers) {
        return factory.apply(workers);
    }

    /// What the tables call it.
    ///
    /// @return its name
    public String label() {
        return label;
    }

    private static Use locking(Workers workers, Lock lock) {
        return times ->
                workers.submit(
                                () -> {
                                    for (int i = 0; i < times; i++) {
                                        lock.lock();
                                        lock.unlock();
                                    }
                                })
                        .get();
    }

    private static Use acquiring(Workers workers, SharedSemaphore semaphore) {
        return times ->
                workers.submit(
                                () -> {
                                    for (int i = 0; i < times; i++) {
                                        semaphore.acquire();
                                        semaphore.release();
                                    }
                                })
                        .get();
    }

    private static Use acquiring(Workers workers, Semaphore semaphore) {
        return times ->
                workers.submit(
                                () -> {
                                    for (int i = 0; i < times; i++) {
                                        semaphore.acquire();
                                        semaphore.release();
                                    }
                                })
                        .get();
    }

    private static Use passing(Workers workers, BlockingQueue<Integer> queue) {
        return times -> {
            Future<?> producer =
                    workers.submit(() -> {
                        for (int i = 0; i < times; i++) {
                            queue.put(i);
                        }
                    });
            workers.submit(
                            () -> {
                                for (int i = 0; i < times; i++) {
                                    int _ = queue.take();
                                }
                            })
                    .get();
            producer.get();
        };
    }
}
