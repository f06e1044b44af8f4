package io.manyhands.local;

import io.manyhands.spi.Job;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A job that counts its runs and wakes whoever waits for the first. Thread-safe.
final class TrialJob implements Job {
    private static final long LOST_NANOS = 1_000_000;

    // Once one was lost the test has failed, and the others are to be over soon.
    private static volatile long patienceNanos = 5_000_000_000L;

    private final Thread waiting;
    private final AtomicInteger runs = new AtomicInteger();

    /// @param waiting who is woken
    TrialJob(Thread waiting) {
        this.waiting = waiting;
    }

    @Override
    public String label() {
        return "job";
    }

    @Override
    public void run() {
        runs.incrementAndGet();
        LockSupport.unpark(waiting);
    }

    /// How often it was run; waits for once, but not for ever.
    int awaitRuns() {
        long patience = patienceNanos;
        long end = System.nanoTime() + patience;
        for (long left = patience; runs.get() == 0 && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        if (runs.get() == 0) {
            patienceNanos = LOST_NANOS;
        }
        return runs.get();
    }
}
