package io.manyhands.room;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.waits.Need;
import io.manyhands.waits.Wait;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the threads of this process wait for room or for items of a queue or topic, one behind the
/// other: so a change in another process wakes one of them. Thread-safe.
final class ItemGate {
    private static final long PAUSE_NANOS = 1_000_000;

    private final ReentrantLock gate = new ReentrantLock(true);
    private final Waiting waiting;

    ItemGate(Waiting waiting) {
        this.waiting = waiting;
    }

    /// How one waits here who does not stand in line.
    Waiting waiting() {
        return waiting;
    }

    /// Attempts at once, and if there is nothing to be had waits for it.
    ///
    /// @param nanos how long: 0 or less for one attempt, [Long#MAX_VALUE] for ever
    /// @param need what is needed, if others have it
    /// @return what the last attempt came to
    Outcome attempt(Supplier<Outcome> attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Outcome outcome = attempt.get();
        boolean isToWait =
                switch (outcome) {
                    case FULL, EMPTY -> nanos > 0;
                    case AGAIN -> true;
                    case DONE, CLOSED, ABSENT -> false;
                };
        return isToWait ? await(attempt, nanos, need) : outcome;
    }

    /// Attempts until it comes to something.
    ///
    /// @param nanos how long: [Long#MAX_VALUE] for ever
    /// @param need what is needed, if others have it
    /// @return what the last attempt came to: FULL, EMPTY or AGAIN if the time is over
    private Outcome await(Supplier<Outcome> attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        Last last = new Last(attempt);
        long start = nanos == Long.MAX_VALUE ? 0 : System.nanoTime();
        if (!enter(nanos, need)) {
            return last.outcome;
        }
        try {
            long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
            boolean _ = waiting.await(last::isOver, left, need);
            return last.outcome;
        } finally {
            gate.unlock();
        }
    }

    /// Attempts until it is no longer held up by another change. An interrupt stays for later.
    static Outcome surely(Supplier<Outcome> attempt) {
        Outcome outcome = attempt.get();
        while (outcome == Outcome.AGAIN) {
            LockSupport.parkNanos(ItemGate.class, PAUSE_NANOS);
            outcome = attempt.get();
        }
        return outcome;
    }

    private boolean enter(long nanos, @Nullable Supplier<Need> need) throws InterruptedException {
        if (nanos < Long.MAX_VALUE) {
            return gate.tryLock(nanos, TimeUnit.NANOSECONDS);
        }
        if (need == null) {
            gate.lockInterruptibly();
        } else if (!gate.tryLock(0, TimeUnit.NANOSECONDS)) {
            Wait.during(need.get(), gate::lockInterruptibly);
        }
        return true;
    }

    private static final class Last {
        private final Supplier<Outcome> attempt;
        private Outcome outcome = Outcome.AGAIN;

        Last(Supplier<Outcome> attempt) {
            this.attempt = attempt;
        }

        boolean isOver() {
            outcome = attempt.get();
            // Nobody would wake who sleeps until the other gets on.
            while (outcome == Outcome.AGAIN && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
                outcome = attempt.get();
            }
            return switch (outcome) {
                case FULL, EMPTY, AGAIN -> false;
                case DONE, CLOSED, ABSENT -> true;
            };
        }
    }
}
