package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.waits.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A task that waits for its time, once or again and again. One run is one attempt; retries of a
/// view happen within the run's turn.
final class DelayedRun<T extends @Nullable Object> extends TaskRun<T>
        implements ScheduledFuture<T>, Schedule {
    /// How long a wait for the wall clock goes on before it is looked at again.
    private static final long WALL_CLOCK_CHECK_NANOS = Duration.ofSeconds(1).toNanos();

    /// When it is to run.
    ///
    /// @param firstNanos the first time, by the steady clock
    /// @param wallTime the time by the wall clock instead, if that is what counts
    /// @param repeat how it goes on, or null for once
    record Timing(long firstNanos, @Nullable Instant wallTime, @Nullable Repeat repeat) {
        static Timing in(long delayNanos, TimeSource time) {
            return repeated(delayNanos, time, null);
        }

        static Timing repeated(long delayNanos, TimeSource time, @Nullable Repeat repeat) {
            return new Timing(time.nanos() + delayNanos, null, repeat);
        }

        static Timing at(Instant when, TimeSource time) {
            return new Timing(time.nanos(), when, null);
        }
    }

    private final @Nullable Instant wallTime;
    private final @Nullable Repeat repeat;
    private final boolean isReported;
    // Written by whoever schedules the task, then by its worker; read by anyone.
    private volatile long dueNanos;
    private volatile long runs;
    private volatile @Nullable Throwable lastFailure;
    private volatile long ended;
    private final List<Sleeper> watchers = new CopyOnWriteArrayList<>();

    /// A task that waits.
    ///
    /// @param isReported whether a failure is reported, because no future shows it
    DelayedRun(Pool pool, Settings settings, Object body, Timing timing, boolean isReported) {
        super(pool, settings, Snapshots.whole(body));
        this.dueNanos = timing.firstNanos;
        this.wallTime = timing.wallTime;
        this.repeat = timing.repeat;
        this.isReported = isReported;
    }

    boolean isPeriodic() {
        return repeat != null;
    }

    /// Begins to wait for its time.
    void begin() {
        waitUntil(wallTime == null ? dueNanos : nextLook(wallTime));
    }

    @Override
    void timeHasCome() {
        Instant when = wallTime;
        if (when != null && pool.time().now().isBefore(when)) {
            waitUntil(nextLook(when));
        } else {
            super.timeHasCome();
        }
    }

    @Override
    @Nullable Object call(Object work) throws Exception {
        countRun();
        return super.call(work);
    }

    @Override
    public @Nullable Parcel next(RemoteWorker own, int most) {
        Parcel parcel = super.next(own, most);
        if (parcel != null) {
            countRun();
        }
        return parcel;
    }

    @Override
    public boolean handedBack(Parcel parcel, int from, int to) {
        if (isFirstTry()) {
            long before = runs;
            runs = before - 1;
        }
        return super.handedBack(parcel, from, to);
    }

    /// A run counts from its beginning, so it must not be taken back.
    @Override
    public boolean mayWait() {
        return false;
    }

    private void countRun() {
        if (isFirstTry()) {
            long before = runs;
            runs = before + 1;
        }
    }

    @Override
    long runAgainAfter(Object end) {
        long retry = super.runAgainAfter(end);
        Repeat rule = repeat;
        if (retry >= 0) {
            return retry;
        }
        long before = ended;
        ended = before + 1;
        if (rule == null) {
            return retry;
        }
        if (pool.isShutdown()) {
            // As if the shutdown had found it between two runs.
            boolean _ = cancel(false);
            return -1;
        }
        if (end instanceof Ended ended) {
            if (!rule.continuing()) {
                return -1;
            }
            noteFailure(ended);
            reportFailure(ended);
        }
        endTries();
        watchers.forEach(Sleeper::wake);
        long now = pool.time().nanos();
        dueNanos = nextDue(rule, now);
        return Math.max(0, dueNanos - now);
    }

    @Override
    boolean isFailureHeard() {
        return true;
    }

    @Override
    void noteFailure(Ended ended) {
        lastFailure = ended.cause();
    }

    @Override
    void reportFailure(Ended ended) {
        if (isReported) {
            pool.journal().report("A scheduled run failed: task=" + label(), ended.cause());
        }
    }

    private long nextDue(Repeat rule, long now) {
        long interval = Durations.nanos(rule.interval());
        return switch (rule.kind()) {
            case DELAY -> now + interval;
            case RATE_CATCHING_UP -> dueNanos + interval;
            case RATE -> {
                long late = Math.max(0, now - dueNanos);
                yield dueNanos + (late / interval + 1) * interval;
            }
        };
    }

    private long nextLook(Instant when) {
        long left = Durations.nanos(Duration.between(pool.time().now(), when));
        return pool.time().nanos() + Math.clamp(left, 0, WALL_CLOCK_CHECK_NANOS);
    }

    // As a schedule.

    @Override
    public boolean cancel() {
        return cancel(true);
    }

    @Override
    public Optional<Instant> nextRun() {
        boolean running = status() == TaskStatus.RUNNING;
        Repeat rule = repeat;
        if (isDone() || (running && rule == null)) {
            return Optional.empty();
        }
        if (wallTime != null) {
            return Optional.of(wallTime);
        }
        long now = pool.time().nanos();
        long next = running && rule != null ? nextDue(rule, now) : dueNanos;
        return Optional.of(pool.time().now().plusNanos(next - now));
    }

    @Override
    public long runCount() {
        return runs;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(lastFailure);
    }

    /// How many runs have ended.
    long ended() {
        return ended;
    }

    /// Those who are woken when a run ends that is not the last.
    List<Sleeper> watchers() {
        return watchers;
    }

    // As a future of the JDK's.

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(dueNanos - pool.time().nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        if (other instanceof DelayedRun<?> run && run.pool == pool) {
            // Not by two readings of the clock, which goes on in between.
            return Long.signum(dueNanos - run.dueNanos);
        }
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
