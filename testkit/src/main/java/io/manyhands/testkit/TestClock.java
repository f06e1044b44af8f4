package io.manyhands.testkit;

import io.manyhands.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A clock that a test owns: its time moves only by [#advance(Duration)].
///
/// Threads that park on it are really parked, until their time has come, or until they are unparked
/// or interrupted. A park counts from what its thread last read from [#nanos()], so that time which
/// is moved on between the reading and the park is not lost:
///
/// ```java
/// TestClock clock = new TestClock();
/// try (Workers workers = Workers.threads(LocalOptions.defaults().withTimeSource(clock))) {
///     Schedule daily = workers.every(Duration.ofDays(1), () -> report());
///     clock.awaitParkedFor(Duration.ofDays(1));
///     clock.advance(Duration.ofDays(1));
/// }
/// ```
///
/// The steady clock begins shortly before its reading overflows, as it may; the wall clock begins
/// at the start of 2026, UTC, and can be [set][#setWallClock(Instant)] and
/// [shifted][#shiftWallClock(Duration)] alone.
///
/// Thread-safe. No locks: they would use up the permit with which a parked thread is woken.
public final class TestClock implements TimeSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long FIRST_NANOS = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    /// A parked thread; one thread can park once at a time.
    private record Parked(Thread thread, long untilNanos) {}

    private final AtomicLong nanos = new AtomicLong(FIRST_NANOS);
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Set<Parked> parked = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable Long> lastRead = new ThreadLocal<>();

    /// A clock that stands still.
    public TestClock() {}

    @Override
    public long nanos() {
        long now = nanos.get();
        lastRead.set(now);
        return now;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get() - FIRST_NANOS).plus(ahead.get());
    }

    @Override
    public void park(Object blocker, long nanosAtMost) {
        if (nanosAtMost <= 0) {
            return;
        }
        Long read = lastRead.get();
        long from = read == null ? nanos.get() : read;
        Parked own = new Parked(Thread.currentThread(), from + nanosAtMost);
        parked.add(own);
        try {
            // After add: either this sees the new time or who moves it sees the thread.
            if (leftNanos(own) > 0) {
                LockSupport.park(blocker);
            }
        } finally {
            parked.remove(own);
        }
    }

    /// Moves both clocks on, and wakes those whose time has come.
    ///
    /// @param time how far, not negative
    /// @throws IllegalArgumentException if it is negative
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("A steady clock is never set back: time=" + time);
        }
        nanos.addAndGet(time.toNanos());
        for (Parked each : parked) {
            if (leftNanos(each) <= 0) {
                LockSupport.unpark(each.thread);
            }
        }
    }

    /// Sets the wall clock, and leaves the steady one as it is.
    ///
    /// @param time the time of day from now on
    public void setWallClock(Instant time) {
        Instant unset = START.plusNanos(nanos.get() - FIRST_NANOS);
        ahead.set(Duration.between(unset, time));
    }

    /// Sets the wall clock forward or back by so much, and leaves the steady one as it is.
    ///
    /// @param change how much; negative to set it back
    public void shiftWallClock(Duration change) {
        ahead.updateAndGet(before -> before.plus(change));
    }

    /// Waits, in real time, until so many threads are parked here whose time has not come.
    ///
    /// @param threads how many at least
    /// @throws AssertionError if they are not in time, see [Await]
    public void awaitParked(int threads) {
        Await.until("threads are parked: threads=" + threads, () -> left().size() >= threads);
    }

    /// Waits, in real time, until a thread is parked here for exactly so long from now.
    ///
    /// @param left how long from now until its time has come
    /// @throws AssertionError if none is in time, see [Await]
    public void awaitParkedFor(Duration left) {
        Duration _ = awaitParkedWithin(left, left);
    }

    /// Waits, in real time, until a thread is parked here for so long from now.
    ///
    /// @param least how long at least
    /// @param most how long at most
    /// @return how long until its time has come
    /// @throws AssertionError if none is in time, see [Await]
    public Duration awaitParkedWithin(Duration least, Duration most) {
        AtomicReference<@Nullable Duration> found = new AtomicReference<>();
        Await.until(
                "a thread is parked for a time: least=" + least + ", most=" + most,
                () -> {
                    found.set(firstWithin(least, most));
                    return found.get() != null;
                });
        Duration left = found.get();
        return left == null ? least : left;
    }

    private @Nullable Duration firstWithin(Duration least, Duration most) {
        for (Duration left : left()) {
            if (left.compareTo(least) >= 0 && left.compareTo(most) <= 0) {
                return left;
            }
        }
        return null;
    }

    private List<Duration> left() {
        return parked.stream()
                .map(each -> Duration.ofNanos(leftNanos(each)))
                .filter(Duration::isPositive)
                .toList();
    }

    private long leftNanos(Parked each) {
        return each.untilNanos - nanos.get();
    }
}
