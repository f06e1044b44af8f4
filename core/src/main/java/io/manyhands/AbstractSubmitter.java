package io.manyhands;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the workers and their views have in common: everything that is submitted goes to the pool,
/// with the settings of the one through which it is submitted.
abstract sealed class AbstractSubmitter implements Submitter permits AbstractWorkers, View {
    abstract Pool pool();

    abstract Settings settings();

    @Override
    public final <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task) {
        return submitted(task);
    }

    @Override
    public final <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task) {
        return submitted(task);
    }

    @Override
    public final TaskFuture<?> submit(Action action) {
        return submitted(action);
    }

    @Override
    public final TaskFuture<?> submit(Runnable action) {
        return submitted(action);
    }

    @Override
    public final <T extends @Nullable Object> TaskFuture<T> submit(Runnable action, T value) {
        return submitted(new ActionWithValue<>(Checks.notNull("action", action), value));
    }

    @Override
    public final void execute(Action action) {
        execute((Runnable) action);
    }

    @Override
    public final void execute(Runnable action) {
        Object body = prepared("action", action);
        ExecuteRun run = new ExecuteRun(pool(), settings(), body);
        enqueue(run, body);
    }

    @Override
    public final <A extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            Iterable<? extends A> items, Fn<? super A, ? extends R> function) {
        Checks.notNull("items", items);
        return results(new Source(items::iterator, () -> {}), "function", function, false);
    }

    @Override
    public final <A extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            Stream<? extends A> items, Fn<? super A, ? extends R> function) {
        Checks.notNull("items", items);
        return results(new Source(items::iterator, items::close), "function", function, false);
    }

    @Override
    public final <A extends @Nullable Object> Results<A> filter(
            Iterable<? extends A> items, Fn<? super A, Boolean> test) {
        Checks.notNull("items", items);
        return results(new Source(items::iterator, () -> {}), "test", test, true);
    }

    @Override
    public final <A extends @Nullable Object> Results<A> filter(
            Stream<? extends A> items, Fn<? super A, Boolean> test) {
        Checks.notNull("items", items);
        return results(new Source(items::iterator, items::close), "test", test, true);
    }

    @Override
    public final <A extends @Nullable Object, R extends @Nullable Object> Gatherer<A, ?, R> mapping(
            Fn<? super A, ? extends R> function) {
        return Mapping.gatherer(pool(), settings(), item("function", function, false));
    }

    @Override
    public final Schedule after(Duration delay, Action action) {
        Checks.notNull("delay", delay);
        return schedule(action, DelayedRun.Timing.in(Durations.nanos(delay), pool().time()));
    }

    @Override
    public final Schedule at(Instant when, Action action) {
        Checks.notNull("when", when);
        return schedule(action, DelayedRun.Timing.at(when, pool().time()));
    }

    @Override
    public final Schedule every(Repeat repeat, Action action) {
        Checks.notNull("repeat", repeat);
        long first = Durations.nanos(repeat.first());
        return schedule(action, DelayedRun.Timing.repeated(first, pool().time(), repeat));
    }

    @Override
    public final Submitter withTimeout(Duration runningTime) {
        return new View(pool(), settings().withTimeout(runningTime));
    }

    @Override
    public final Submitter withDeadline(Duration fromNow) {
        return new View(pool(), settings().withDeadline(fromNow, pool().time()));
    }

    @Override
    public final Submitter withRetries(RetryPolicy policy) {
        return new View(pool(), settings().withRetries(policy));
    }

    @Override
    public final Submitter withScopedValue(Task<? extends ScopedValue<?>> value) {
        Checks.notNull("value", value);
        return new View(pool(), settings().withKey(value::call));
    }

    @Override
    public final Submitter named(String name) {
        return new View(pool(), settings().named(name));
    }

    @Override
    public final <R extends @Nullable Object, X extends Exception> R scope(
            Scope.Body<@Nullable Object, @Nullable Void, R, X> body) throws X {
        return scope(Scope.Joiner.awaitAllSuccessfulOrThrow(), body);
    }

    @Override
    public final <
                    T extends @Nullable Object,
                    J extends @Nullable Object,
                    R extends @Nullable Object,
                    X extends Exception>
            R scope(Scope.Joiner<T, J> joiner, Scope.Body<T, J, R, X> body) throws X {
        return ScopeRun.run(pool(), settings(), joiner, body);
    }

    private Schedule schedule(Action action, DelayedRun.Timing timing) {
        Object body = prepared("action", action);
        DelayedRun<Void> run = new DelayedRun<>(pool(), settings(), body, timing, true);
        pool().enqueueLater(run);
        return run;
    }

    private <T extends @Nullable Object> TaskFuture<T> submitted(Object task) {
        Object body = prepared("task", task);
        TaskRun<T> run = new TaskRun<>(pool(), settings(), body);
        enqueue(run, body);
        return run;
    }

    private Object prepared(String what, Object task) {
        Checks.notNull(what, task);
        return Copies.prepared(pool(), what, Inherited.task(pool(), settings(), task, false));
    }

    /// Hands a new task to its pool.
    ///
    /// @param body what is run, prepared for its way
    static void enqueue(TaskRun<?> run, Object body) {
        try {
            run.pool.enqueue(run);
        } finally {
            // Whatever was thrown, the task may be on its way.
            complete(run, body);
        }
    }

    private static void complete(TaskRun<?> run, Object body) {
        try {
            run.pool.snapshots.complete(run, body);
        } catch (Throwable torn) {
            // Its user may go on to change what it has not whole.
            boolean _ = run.cancel(true);
            throw torn;
        }
    }

    private <R extends @Nullable Object> Results<R> results(
            Source source, String name, Fn<?, ?> function, boolean filters) {
        return new Results<>(pool(), settings(), source, item(name, function, filters));
    }

    private Item item(String name, Fn<?, ?> function, boolean filters) {
        Checks.notNull(name, function);
        return Item.of(pool(), Inherited.function(pool(), settings(), function), filters);
    }
}
