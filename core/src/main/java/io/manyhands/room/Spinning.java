package io.manyhands.room;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How long threads look for what they wait for before they sleep: the longer, the more often that
/// was worth it lately. Thread-safe.
/* To wake somebody takes some 20 us. Where the other has no processor, because the machine is busy,
 * looking only keeps it from going on. So the time shrinks with each failure; now and then the whole
 * time is tried, so that it can grow again. What threads overwrite of each other here is a hint.
 */
final class Spinning {
    private static final long MOST_NANOS = TimeUnit.MICROSECONDS.toNanos(40);

    /// That is no time beyond the first looks.
    private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(2);

    private static final int TRIAL = 32;
    private static final int FIRST_PAUSE = 2;
    private static final int LONGEST_PAUSE = 16;

    /// How many times are looked without a clock, which is slow itself.
    private static final int FIRST_LOOKS = 4;

    private long nanos = MOST_NANOS;
    private int times;

    /// Attempts for a moment.
    ///
    /// @return whether it worked
    boolean spin(BooleanSupplier attempt) {
        if (Thread.currentThread().isVirtual()) {
            // It keeps others from running.
            return spin(attempt, LEAST_NANOS);
        }
        boolean isDone = spin(attempt, ++times % TRIAL == 0 ? MOST_NANOS : nanos);
        nanos = isDone ? Math.min(MOST_NANOS, 2 * nanos) : Math.max(LEAST_NANOS, nanos - nanos / 4);
        return isDone;
    }

    private static boolean spin(BooleanSupplier attempt, long most) {
        int pause = FIRST_PAUSE;
        long start = 0;
        for (int looks = 1; !isOver(looks, start, most); looks++) {
            // Each look takes the memory away from who is about to change it.
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (attempt.getAsBoolean()) {
                return true;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            if (looks == FIRST_LOOKS) {
                start = System.nanoTime();
            }
        }
        return false;
    }

    private static boolean isOver(int looks, long start, long most) {
        return looks > FIRST_LOOKS && (most <= LEAST_NANOS || System.nanoTime() - start >= most);
    }
}
