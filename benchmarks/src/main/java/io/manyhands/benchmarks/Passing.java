package io.manyhands.benchmarks;

import io.manyhands.Coroutine;
import io.manyhands.Generator;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Ways for two threads to run by turns.
public enum Passing {
    /// A generator of ours.
    GENERATOR("Generator") {
        @Override
        long resume(int times) {
            long sum = 0;
            try (Generator<Long> generator =
                    Generator.of(out -> {
                        for (long i = 0; ; i++) {
                            out.yield(i);
                        }
                    })) {
                for (int i = 0; i < times; i++) {
                    sum += generator.next();
                }
            }
            return sum;
        }
    },
    /// A coroutine of ours.
    COROUTINE("Coroutine") {
        @Override
        long resume(int times) {
            long sum = 0;
            try (Coroutine<Long, Long> coroutine =
                    Coroutine.of((first, out) -> {
                        long next = first;
                        while (true) {
                            next = out.yield(next + 1);
                        }
                    })) {
                for (int i = 0; i < times; i++) {
                    sum = coroutine.resume(sum);
                }
            }
            return sum;
        }
    },
    /// Parking alone, and whose turn it is in a volatile.
    PARKING("LockSupport.park") {
        @Override
        long resume(int times) throws InterruptedException {
            Thread user = Thread.currentThread();
            AtomicLong turn = new AtomicLong();
            Thread body =
                    Thread.startVirtualThread(() -> {
                        for (long i = 1; i < 2L * times; i += 2) {
                            awaitTurn(turn, i);
                            turn.set(i + 1);
                            LockSupport.unpark(user);
                        }
                    });
            for (long i = 0; i < 2L * times; i += 2) {
                turn.set(i + 1);
                LockSupport.unpark(body);
                awaitTurn(turn, i + 2);
            }
            body.join();
            return turn.get();
        }
    },
    /// An exchanger, twice for a resume.
    EXCHANGER("Exchanger") {
        @Override
        long resume(int times) throws InterruptedException {
            Exchanger<Long> exchanger = new Exchanger<>();
            Thread body = start(() -> exchangeAll(exchanger, 2 * times));
            exchangeAll(exchanger, 2 * times);
            body.join();
            return times;
        }
    },
    /// A queue without places for each direction.
    SYNCHRONOUS_QUEUE("two of SynchronousQueue") {
        @Override
        long resume(int times) throws InterruptedException {
            SynchronousQueue<Long> there = new SynchronousQueue<>();
            SynchronousQueue<Long> back = new SynchronousQueue<>();
            Thread body =
                    start(() -> {
                        for (int i = 0; i < times; i++) {
                            back.put(there.take());
                        }
                    });
            long sum = 0;
            for (long i = 0; i < times; i++) {
                there.put(i);
                sum += back.take();
            }
            body.join();
            return sum;
        }
    },
    /// A semaphore for each direction.
    SEMAPHORES("two of Semaphore") {
        @Override
        long resume(int times) throws InterruptedException {
            Semaphore there = new Semaphore(0);
            Semaphore back = new Semaphore(0);
            Thread body =
                    start(() -> {
                        for (int i = 0; i < times; i++) {
                            there.acquire();
                            back.release();
                        }
                    });
            for (int i = 0; i < times; i++) {
                there.release();
                back.acquire();
            }
            body.join();
            return times;
        }
    };

    private final String label;

    Passing(String label) {
        this.label = label;
    }

    /// What the tables call it.
    String label() {
        return label;
    }

    /// Resumes a body so many times.
    abstract long resume(int times) throws InterruptedException;

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return Thread.startVirtualThread(() -> {
            try {
                work.run();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void exchangeAll(Exchanger<Long> exchanger, int times)
            throws InterruptedException {
        for (long i = 0; i < times; i++) {
            Long _ = exchanger.exchange(i);
        }
    }

    private static void awaitTurn(AtomicLong turn, long number) {
        while (turn.get() != number) {
            LockSupport.park();
        }
    }
}
