package io.manyhands.simulation;

import io.manyhands.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The time of a stage: it goes on with its steps, and jumps when all wait. For the threads of the
/// stage, of which only one goes on at a time.
final class StageClock implements TimeSource {
    private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");
    private static final long STEP_NANOS = 1_000;

    /// Someone who waits until a time.
    private record Alarm(long atNanos, long number, Thread thread) {}

    /// Someone who waits for the end of another.
    private record Join(Thread awaited, Thread thread) {}

    private final List<Join> joins = new ArrayList<>();

    private final TreeSet<Alarm> alarms =
            new TreeSet<>(
                    Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::number));
    // Read from outside, for messages.
    private volatile long nanos;
    private long numbers;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public void park(Object blocker, long howLong) {
        if (howLong <= 0) {
            return;
        }
        Alarm own = new Alarm(after(howLong), numbers++, Thread.currentThread());
        alarms.add(own);
        try {
            LockSupport.park(blocker);
        } finally {
            alarms.remove(own);
        }
    }

    @Override
    public boolean isSimulated() {
        return true;
    }

    /// {@inheritDoc}
    ///
    /// By this clock.
    @Override
    public boolean join(Thread thread, Duration most) throws InterruptedException {
        long end = after(TimeUnit.NANOSECONDS.convert(most));
        Join own = new Join(thread, Thread.currentThread());
        joins.add(own);
        try {
            while (thread.isAlive() && nanos < end) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                park(thread, end - nanos);
            }
        } finally {
            joins.remove(own);
        }
        return !thread.isAlive();
    }

    /// A thread has ended.
    void ended(Thread thread) {
        for (Join join : List.copyOf(joins)) {
            if (join.awaited.equals(thread)) {
                LockSupport.unpark(join.thread);
            }
        }
    }

    /// Sleeps by this clock.
    void sleep(Duration time) throws InterruptedException {
        long end = after(Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
        while (!Thread.currentThread().isInterrupted() && nanos < end) {
            park(this, end - nanos);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private long after(long howLong) {
        long end = nanos + howLong;
        return end < 0 ? Long.MAX_VALUE : end;
    }

    /// Whether a thread goes on at some time.
    boolean wakes(Thread thread) {
        return alarms.stream().anyMatch(alarm -> alarm.thread.equals(thread));
    }

    /// Nobody waits any more.
    void clear() {
        alarms.clear();
        joins.clear();
    }

    /// A step is taken.
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the carrier alone
    void step() {
        nanos += STEP_NANOS;
        wake();
    }

    /// Goes on to the next time that somebody waits for.
    ///
    /// @return false if nobody does
    boolean jump() {
        if (alarms.isEmpty()) {
            return false;
        }
        nanos = Math.max(nanos, alarms.getFirst().atNanos);
        wake();
        return true;
    }

    /// Nobody waits who never goes on.
    void forget(Thread dead) {
        alarms.removeIf(alarm -> alarm.thread.equals(dead));
    }

    private void wake() {
        while (!alarms.isEmpty() && alarms.getFirst().atNanos <= nanos) {
            LockSupport.unpark(alarms.removeFirst().thread);
        }
    }
}
