package io.manyhands.testkit.kill;

import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Waits for threads for as long as something goes on. Stateless.
final class Hangs {
    /// For so long nothing may change.
    private static final long PATIENCE_NANOS = Await.patience().multipliedBy(2).toNanos();

    private static final long LOOK_MILLIS = 100;

    private Hangs() {}

    /// Waits for the end of some threads.
    ///
    /// @param progress changes as long as all is well
    /// @param state what else there is to say
    /// @return for how long nothing went on at most, in milliseconds
    /// @throws IllegalStateException with all threads' stacks if nothing goes on
    static long await(Iterable<Thread> threads, LongSupplier progress, Supplier<String> state)
            throws InterruptedException {
        long last = progress.getAsLong();
        long since = System.nanoTime();
        long longest = 0;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                thread.join(LOOK_MILLIS);
                long now = progress.getAsLong();
                longest = Math.max(longest, System.nanoTime() - since);
                if (now != last) {
                    last = now;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > PATIENCE_NANOS) {
                    throw new IllegalStateException(
                            ("Something goes on at all times: progress=" + last)
                                    + (", state=" + state.get() + "\n" + Leavings.threadDump()));
                }
            }
        }
        return longest / 1_000_000;
    }
}
