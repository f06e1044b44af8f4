package io.manyhands.room;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How long threads look for what they wait for before they sleep: the longer, the more often that
/// was worth it lately. Thread-safe.
/* To wake somebody takes some 20 us. Where the other has no processor, because the machine is busy,
 * looking only keeps it from going on. So the time shrinks with each failure; now and then the whole
 * time is tried, so that it can grow again. What threads overwrite of each other here is a hint.
 *
 * The other may share this very processor: the system likes to put who is woken by a socket where
 * its waker runs, as that one seems about to sleep. Two that wait for each other by turns would stay
 * there, each asleep while the other runs, and no look would ever be worth it. So who has looked in
 * vain yields the next time: the other goes on at once, and nobody has to be woken. Yielding ends when
 * a look is worth it that followed no yield; and it rests for a while where a yield takes as long as a
 * turn of one who only computes.
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

    /// A yield that takes longer was to one who does not wait for anybody.
    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /// How many times are waited then without yielding.
    private static final int RELUCTANCE = 256;

    private long nanos = MOST_NANOS;
    private int times;
    private boolean isYielding;
    private int reluctance;

    /// Attempts for a moment.
    ///
    /// @return whether it worked
    boolean spin(BooleanSupplier attempt) {
        if (Thread.currentThread().isVirtual()) {
            // It keeps others from running.
            return look(attempt);
        }
        long most = ++times % TRIAL == 0 ? MOST_NANOS : nanos;
        boolean isDone = look(attempt);
        if (isDone) {
            isYielding = false;
        } else if (most > LEAST_NANOS) {
            isDone = lookOn(attempt, most);
        }
        nanos = isDone ? Math.min(MOST_NANOS, 2 * nanos) : Math.max(LEAST_NANOS, nanos - nanos / 4);
        return isDone;
    }

    private static boolean look(BooleanSupplier attempt) {
        int pause = FIRST_PAUSE;
        for (int looks = 0; looks < FIRST_LOOKS; looks++) {
            pause(pause);
            if (attempt.getAsBoolean()) {
                return true;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return false;
    }

    private boolean lookOn(BooleanSupplier attempt, long most) {
        boolean mayYield = isYielding && !isReluctant();
        boolean hasYielded = false;
        long start = System.nanoTime();
        do {
            hasYielded = mayYield && !hasYielded;
            if (hasYielded) {
                makeWay();
            } else {
                pause(LONGEST_PAUSE);
            }
            if (attempt.getAsBoolean()) {
                isYielding = hasYielded;
                return true;
            }
        } while (System.nanoTime() - start < most);
        isYielding = true;
        return false;
    }

    private boolean isReluctant() {
        return reluctance > 0 && reluctance-- > 0;
    }

    /// Each look takes the memory away from who is about to change it.
    private static void pause(int length) {
        for (int i = 0; i < length; i++) {
            Thread.onSpinWait();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the other may need this very processor
    private void makeWay() {
        long start = System.nanoTime();
        Thread.yield();
        if (System.nanoTime() - start > TURN_NANOS) {
            reluctance = RELUCTANCE;
        }
    }
}
