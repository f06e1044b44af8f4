package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.waits.Need;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How threads wait for something that is attempted under a guard: if another process is stopped in
/// the middle of a change, nobody would wake who sleeps, so it is tried again soon. Thread-safe.
final class Patience {
    private static final long PAUSE_NANOS = 1_000_000;

    private final Waiting waiting;

    Patience(Waiting waiting) {
        this.waiting = waiting;
    }

    /// Attempts until it is no longer busy.
    ///
    /// @param nanos as in [Waiting#await]
    /// @param need what is needed, if others have it
    /// @return how the last attempt ended; busy, if the time is over
    Attempt await(Supplier<Attempt> attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        Last last = new Last(attempt);
        long start = nanos == Long.MAX_VALUE ? 0 : System.nanoTime();
        long left = nanos;
        while (waiting.await(last::isOver, left, need)) {
            if (last.outcome != Attempt.AGAIN) {
                return last.outcome;
            }
            if (nanos != Long.MAX_VALUE) {
                left = nanos - (System.nanoTime() - start);
            }
            if (left <= 0) {
                return Attempt.BUSY;
            }
            LockSupport.parkNanos(this, Math.min(left, PAUSE_NANOS));
        }
        return Attempt.BUSY;
    }

    /// Attempts until it is done. An interrupt stays for later.
    ///
    /// @param need what is needed, if others have it
    Attempt awaitUninterruptibly(Supplier<Attempt> attempt, @Nullable Supplier<Need> need) {
        Last last = new Last(attempt);
        return surely(() -> {
            waiting.awaitUninterruptibly(last::isOver, need);
            return last.outcome;
        });
    }

    /// Attempts something that is only held up by another change, until it is over. An interrupt
    /// stays for later.
    static Attempt surely(Supplier<Attempt> attempt) {
        return surely(attempt, Attempt.AGAIN);
    }

    /// Attempts until it is over. An interrupt stays for later.
    ///
    /// @param again what an attempt gives that is held up
    static <T> T surely(Supplier<T> attempt, T again) {
        T outcome = attempt.get();
        return outcome.equals(again) ? rested(attempt, again) : outcome;
    }

    private static <T> T rested(Supplier<T> attempt, T again) {
        boolean isInterrupted = false;
        try {
            T outcome = again;
            while (outcome.equals(again)) {
                // With it set nobody rests.
                isInterrupted |= Thread.interrupted();
                LockSupport.parkNanos(Patience.class, PAUSE_NANOS);
                outcome = attempt.get();
            }
            return outcome;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Last {
        private final Supplier<Attempt> attempt;
        private Attempt outcome = Attempt.BUSY;

        Last(Supplier<Attempt> attempt) {
            this.attempt = attempt;
        }

        boolean isOver() {
            outcome = attempt.get();
            return outcome != Attempt.BUSY;
        }
    }
}
