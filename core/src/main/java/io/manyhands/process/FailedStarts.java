package io.manyhands.process;

import io.manyhands.spi.Host;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How workers have failed to start of late, and what follows: a pause, and after too many in a row
/// no other attempt. Thread-safe.
///
/// While other workers are at work it is only put off, as often as it takes. Where a worker has
/// come up before, what is missing now may come back: memory, or room for a file. So those attempts
/// go on for a while.
final class FailedStarts {
    /// How often in a row a worker may fail to start if none has come up before.
    static final int MOST_ATTEMPTS = 3;

    /// For how long workers may fail to start, one after the other, if one has come up before.
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// How long none is tried in place of one that has failed, while others are at work.
    static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The same when there is no other, after the first failure; twice as long after each, up to 32
    /// times as long.
    static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MOST_DOUBLINGS = 5;

    private final Host host;
    private final LongSupplier clock;
    private final int mostAttempts;
    private final AtomicInteger inARow = new AtomicInteger();
    // How many are put off just now.
    private final AtomicInteger putOff = new AtomicInteger();
    private volatile @Nullable LaunchFailure last;
    // How many had failed when that one was the last.
    private volatile int lastNumber;
    // When the first in a row failed; written by those who are about to count that.
    private volatile long sinceNanos;
    // Whether one has ever come up, or done a job before it had everything.
    private volatile boolean hasWorked;

    /// @param clock tells the time in nanoseconds, since whenever
    FailedStarts(Host host, LongSupplier clock) {
        this(host, clock, MOST_ATTEMPTS);
    }

    /// @param mostAttempts how often in a row a worker may fail to start
    FailedStarts(Host host, LongSupplier clock, int mostAttempts) {
        this.host = host;
        this.clock = clock;
        this.mostAttempts = mostAttempts;
    }

    /// How many have failed one after the other: to be noted before a start.
    int inARow() {
        return inARow.get();
    }

    /// One has come up.
    void forget() {
        hasWorked = true;
        inARow.set(0);
    }

    /// One has answered a job, whether or not it has everything it needs. May be called often.
    void worked() {
        if (!hasWorked) {
            hasWorked = true;
        }
    }

    /// One has failed, and no other is at work. Those that fail together count once; the last that
    /// may fail is told to the pool.
    ///
    /// @param before what was noted before its start
    /// @param mayRepeat whether somebody is left to try again after a pause
    void add(int before, LaunchFailure failure, boolean mayRepeat) {
        if (before == 0 && inARow.get() == 0) {
            // Before it is counted: the next ones look at it.
            sinceNanos = clock.getAsLong();
        }
        if (!inARow.compareAndSet(before, before + 1)) {
            return;
        }
        if (before + 1 >= mostAttempts && !(mayRepeat && isPatient())) {
            lastNumber = before + 1;
            last = failure;
            tell(failure);
        }
    }

    private boolean isPatient() {
        return hasWorked && clock.getAsLong() - sinceNanos < PATIENCE_NANOS;
    }

    /// Whether no other attempt is made.
    boolean areTooMany() {
        return last != null;
    }

    /// Tells the pool once more that no other attempt is made, if that is so: of what has come to
    /// wait since.
    void tellAgain() {
        LaunchFailure failure = last;
        if (failure != null) {
            tell(failure);
        }
    }

    private void tell(LaunchFailure failure) {
        String sentence =
                "A worker process could not be started: attempts="
                        + lastNumber
                        + (", cause=" + failure.getMessage());
        host.cannotStart(sentence, failure);
    }

    /// How long to wait before the next attempt.
    long pauseNanos() {
        return FIRST_PAUSE_NANOS << Math.clamp(inARow.get() - 1, 0, MOST_DOUBLINGS);
    }

    /// One has failed while others are at work: no spare is tried until [#resume()].
    void putOff() {
        putOff.incrementAndGet();
    }

    /// The time is over that one was put off for.
    void resume() {
        putOff.decrementAndGet();
    }

    /// Whether a spare may be tried.
    boolean maySpare() {
        return putOff.get() == 0;
    }
}
