package io.manyhands.process;

import java.util.concurrent.TimeUnit;

/// Waiting for threads.
final class Threads {
    private Threads() {}

    /// Waits for a thread's end, whatever interrupts.
    ///
    /// @return whether it has ended
    static boolean join(Thread thread, long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        long remaining = nanos;
        while (thread.isAlive() && remaining > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(remaining, 1_000_000));
            } catch (InterruptedException _) {
                interrupted = true;
            }
            remaining = end - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
