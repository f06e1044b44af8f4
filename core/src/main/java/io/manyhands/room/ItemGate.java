package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.waits.Need;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the threads of this process wait for room or for items of a queue or topic, one behind the
/// other: so a change in another process wakes one of them. Thread-safe.
final class ItemGate {
    private final Entrance entrance;
    private final Waiting waiting;

    ItemGate(Waiting waiting) {
        this.waiting = waiting;
        this.entrance = new Entrance(waiting);
    }

    /// How one waits here who does not stand in line.
    Waiting waiting() {
        return waiting;
    }

    /// Attempts at once, and if there is nothing to be had waits for it.
    ///
    /// @param nanos how long: 0 or less for one attempt, [Long#MAX_VALUE] for ever
    /// @param need what is needed, if others have it
    /// @return what the last attempt came to: FULL, EMPTY or AGAIN if the time is over
    Outcome attempt(Supplier<Outcome> attempt, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Outcome outcome = attempt.get();
        if (nanos <= 0 || asAttempt(outcome).isDone()) {
            return outcome;
        }
        Last last = new Last(attempt, outcome);
        Attempt _ = entrance.await(last::attempt, nanos, need);
        return last.outcome;
    }

    /// Attempts until it is no longer held up by another change. An interrupt stays for later.
    static Outcome surely(Supplier<Outcome> attempt) {
        return Patience.surely(attempt, Outcome.AGAIN);
    }

    private static Attempt asAttempt(Outcome outcome) {
        return switch (outcome) {
            case FULL, EMPTY -> Attempt.BUSY;
            case AGAIN -> Attempt.AGAIN;
            case DONE, CLOSED, ABSENT -> Attempt.DONE;
        };
    }

    private static final class Last {
        private final Supplier<Outcome> attempt;
        private Outcome outcome;

        Last(Supplier<Outcome> attempt, Outcome outcome) {
            this.attempt = attempt;
            this.outcome = outcome;
        }

        Attempt attempt() {
            outcome = attempt.get();
            return asAttempt(outcome);
        }
    }
}
