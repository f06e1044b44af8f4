package io.manyhands.process;

import io.manyhands.spi.Host;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How workers have failed to start of late, and what follows: a pause, and after too many in a row
/// no other attempt. Thread-safe.
///
/// While other workers are at work it is only put off, as often as it takes.
final class FailedStarts {
    /// How often in a row a worker may fail to start.
    static final int MOST_ATTEMPTS = 3;

    /// How long none is tried in place of one that has failed, while others are at work.
    static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The same when there is no other, after the first failure; twice as long after each.
    static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Host host;
    private final AtomicInteger inARow = new AtomicInteger();
    // How many are put off just now.
    private final AtomicInteger putOff = new AtomicInteger();
    private volatile @Nullable LaunchFailure last;

    FailedStarts(Host host) {
        this.host = host;
    }

    /// How many have failed one after the other: to be noted before a start.
    int inARow() {
        return inARow.get();
    }

    /// One has come up.
    void forget() {
        inARow.set(0);
    }

    /// One has failed, and no other is at work. Those that fail together count once; the last that
    /// may fail is told to the pool.
    ///
    /// @param before what was noted before its start
    void add(int before, LaunchFailure failure) {
        if (inARow.compareAndSet(before, before + 1) && before + 1 >= MOST_ATTEMPTS) {
            last = failure;
            tell(failure);
        }
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
                        + MOST_ATTEMPTS
                        + (", cause=" + failure.getMessage());
        host.cannotStart(sentence, failure);
    }

    /// How long to wait before the next attempt.
    long pauseNanos() {
        return FIRST_PAUSE_NANOS << Math.max(0, inARow.get() - 1);
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
