package io.manyhands;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What makes workers an executor service of the JDK: its ways to run several tasks at once, and
/// its schedules, in terms of our own tasks.
abstract sealed class AbstractWorkers extends AbstractSubmitter implements Workers permits Pool {
    @Override
    public final List<WorkersStatistics.Running> running(int most) {
        Checks.argument(most >= 0, "A number of tasks must not be negative", "most", most);
        return Counters.running(watched().backend(), most);
    }

    @Override
    public final WorkersWatch watch(WorkersListener listener) {
        Checks.notNull("listener", listener);
        return watched().journal().watch(listener);
    }

    private Pool watched() {
        Pool pool = pool();
        if (pool.isBorrowed()) {
            throw new UnsupportedOperationException(
                    "Workers are watched by their own program only: workers=" + pool.name());
        }
        return pool;
    }

    @Override
    public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return Invoke.all(pool(), tasks, Durations.FOREVER);
    }

    @Override
    public final <T> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return Invoke.all(pool(), tasks, Durations.nanos(timeout, unit));
    }

    @Override
    public final <T> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return Invoke.any(pool(), tasks, Durations.FOREVER);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public final <T> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Invoke.any(pool(), tasks, Durations.nanos(timeout, unit));
    }

    @Override
    public final ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        return scheduled("action", action, timing(delay, unit, null));
    }

    @Override
    public final <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        return scheduled("task", task, timing(delay, unit, null));
    }

    @Override
    public final ScheduledFuture<?> scheduleAtFixedRate(
            Runnable action, long initialDelay, long period, TimeUnit unit) {
        Repeat repeat = repeat(Repeat.Kind.RATE_CATCHING_UP, period, unit);
        return scheduled("action", action, timing(initialDelay, unit, repeat));
    }

    @Override
    public final ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable action, long initialDelay, long delay, TimeUnit unit) {
        Repeat repeat = repeat(Repeat.Kind.DELAY, delay, unit);
        return scheduled("action", action, timing(initialDelay, unit, repeat));
    }

    private static Repeat repeat(Repeat.Kind kind, long interval, TimeUnit unit) {
        Checks.argument(interval > 0, "A period must be positive", "period", interval);
        Duration length = Duration.ofNanos(Durations.nanos(interval, unit));
        return new Repeat(length, kind, length, false);
    }

    private DelayedRun.Timing timing(long delay, TimeUnit unit, @Nullable Repeat repeat) {
        return DelayedRun.Timing.repeated(Durations.nanos(delay, unit), pool().time(), repeat);
    }

    private <T extends @Nullable Object> DelayedRun<T> scheduled(
            String what, Object task, DelayedRun.Timing timing) {
        Object body = Copies.prepared(pool(), what, task);
        DelayedRun<T> run = new DelayedRun<>(pool(), settings(), body, timing, false);
        pool().enqueueLater(run);
        return run;
    }
}
