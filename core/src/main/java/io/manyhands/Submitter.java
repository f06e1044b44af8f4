package io.manyhands;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one can do with workers: submit, map, schedule. Not closeable, so that a view of shared
/// workers cannot close them.
///
/// The `with...` methods and [#named(String)] give views: other defaults for what is submitted
/// through them, over the same workers. They add up, and cost nothing to make.
///
/// Each way to submit takes a lambda as [Task] or [Action], which can travel to another process,
/// and the JDK's [Callable] or [Runnable] for code that has one. None of them blocks. Every
/// submitted task ends in exactly one outcome. *Limits:* the queue of waiting tasks is bounded by
/// memory only; [#map] holds a bounded window.
///
/// All methods throw [NullPointerException] if an argument is null, and those that submit
/// [java.util.concurrent.RejectedExecutionException] if the workers were shut down, and
/// [TaskNotSerializableException] if the workers copy what travels and the task cannot.
///
/// Thread-safe. *Memory consistency effects:* what happened in a thread before it submits a task
/// happens-before the task.
public sealed interface Submitter permits Workers, AbstractSubmitter {

    /// Submits a task.
    ///
    /// @param task the work; a lambda or a simple method reference
    /// @param <T> the type of its value
    /// @return its outcome to come
    <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task);

    /// Submits a task. If it is not [java.io.Serializable] it can run here only.
    ///
    /// @param task the work
    /// @param <T> the type of its value
    /// @return its outcome to come
    <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task);

    /// Submits an action.
    ///
    /// @param action the work; a lambda or a simple method reference, which may throw
    /// @return its outcome to come, with null for a value
    TaskFuture<?> submit(Action action);

    /// Submits an action. If it is not [java.io.Serializable] it can run here only.
    ///
    /// @param action the work
    /// @return its outcome to come, with null for a value
    TaskFuture<?> submit(Runnable action);

    /// Submits an action with a value to give when it has ended.
    ///
    /// @param action the work
    /// @param value what the future gives
    /// @param <T> the type of the value
    /// @return its outcome to come
    <T extends @Nullable Object> TaskFuture<T> submit(Runnable action, T value);

    /// Submits several tasks at once, in the order of the collection. If one is refused, those
    /// before it are cancelled.
    ///
    /// @param tasks the work, as in `submitAll(List.of(() -> 1, () -> 2))`
    /// @param <T> the type of their values
    /// @return their outcomes to come, in the same order
    default <T extends @Nullable Object> List<TaskFuture<T>> submitAll(
            Collection<? extends Task<T>> tasks) {
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        try {
            for (Task<T> task : tasks) {
                futures.add(submit(task));
            }
        } catch (Throwable refused) {
            futures.forEach(future -> future.cancel(true));
            throw refused;
        }
        return futures;
    }

    /// Runs an action some time, without a future. What it throws goes to the uncaught-exception
    /// handler of the worker's thread.
    ///
    /// @param action the work; a lambda or a simple method reference, which may throw
    void execute(Action action);

    /// Runs an action some time, without a future. What it throws goes to the uncaught-exception
    /// handler of the worker's thread.
    ///
    /// @param action the work
    void execute(Runnable action);

    /// Applies a function to every item, by all workers. Nothing runs until the results are asked
    /// for; see [Results] for order, window, chunks and failures.
    ///
    /// @param items the items, which may be endless; iterated once, by one thread of its own
    /// @param function the function; a lambda or a method reference, which may throw
    /// @param <A> the type of the items
    /// @param <R> the type of the results
    /// @return the results to come
    <A extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            Iterable<? extends A> items, Fn<? super A, ? extends R> function);

    /// Applies a function to every element, by all workers, as [#map(Iterable, Fn)]. The stream is
    /// closed when the results are.
    ///
    /// @param items the items, which may be endless
    /// @param function the function
    /// @param <A> the type of the items
    /// @param <R> the type of the results
    /// @return the results to come
    <A extends @Nullable Object, R extends @Nullable Object> Results<R> map(
            Stream<? extends A> items, Fn<? super A, ? extends R> function);

    /// Keeps the items for which a test holds, by all workers, as [#map(Iterable, Fn)].
    ///
    /// @param items the items, which may be endless
    /// @param test says which to keep
    /// @param <A> the type of the items
    /// @return those that are kept
    <A extends @Nullable Object> Results<A> filter(
            Iterable<? extends A> items, Fn<? super A, Boolean> test);

    /// Keeps the elements for which a test holds, by all workers, as [#map(Stream, Fn)].
    ///
    /// @param items the items, which may be endless
    /// @param test says which to keep
    /// @param <A> the type of the items
    /// @return those that are kept
    <A extends @Nullable Object> Results<A> filter(
            Stream<? extends A> items, Fn<? super A, Boolean> test);

    /// A stage that applies a function to the elements of a stream, by all workers, in the stream's
    /// order: [Stream#gather(Gatherer)]. Upstream and downstream stay in the stream's own thread,
    /// which makes it the right one for a source that is bound to its thread. Unlike
    /// `Gatherers.mapConcurrent` it goes on behind a slow element, up to its window. The first
    /// failure ends the stream with [java.util.concurrent.CompletionException], and an interrupt
    /// with [WaitInterruptedException]; both cancel the rest, as does a stage downstream that wants
    /// no more.
    ///
    /// @param function the function
    /// @param <A> the type of the elements
    /// @param <R> the type of the results
    /// @return the stage, which can be used again
    <A extends @Nullable Object, R extends @Nullable Object> Gatherer<A, ?, R> mapping(
            Fn<? super A, ? extends R> function);

    /// Runs a body that forks subtasks and joins them, of which all must succeed: see [Scope].
    /// Blocks until the body and all subtasks have ended.
    ///
    /// @param body what happens, in the current thread
    /// @param <R> the type of what the body gives
    /// @param <X> what it throws
    /// @return what the body gives
    /// @throws X if the body throws that
    /// @throws IllegalStateException if the body has forked and not joined
    <R extends @Nullable Object, X extends Exception> R scope(
            Scope.Body<@Nullable Object, @Nullable Void, R, X> body) throws X;

    /// Runs a body that forks subtasks and joins them by a policy: see [Scope]. Blocks until the
    /// body and all subtasks have ended.
    ///
    /// @param joiner the policy, to be used once
    /// @param body what happens, in the current thread
    /// @param <T> the type of what the subtasks give
    /// @param <J> the type of what the join gives
    /// @param <R> the type of what the body gives
    /// @param <X> what it throws
    /// @return what the body gives
    /// @throws X if the body throws that
    /// @throws IllegalStateException if the body has forked and not joined
    <
                    T extends @Nullable Object,
                    J extends @Nullable Object,
                    R extends @Nullable Object,
                    X extends Exception>
            R scope(Scope.Joiner<T, J> joiner, Scope.Body<T, J, R, X> body) throws X;

    /// Runs an action once, after a delay. Accepted by now: a `shutdown()` in between does not keep
    /// it from running, and `close()` waits for it.
    ///
    /// @param delay how long from now; at once if it is not positive
    /// @param action the work
    /// @return the schedule, to watch and cancel it
    Schedule after(Duration delay, Action action);

    /// Runs an action once, at a time of day, which is that of the wall clock when it comes: if the
    /// clock is set forward or back, the run moves with it, at most a second late.
    ///
    /// @param when the time; at once if it has passed
    /// @param action the work
    /// @return the schedule, to watch and cancel it
    Schedule at(Instant when, Action action);

    /// Runs an action again and again at a fixed rate: [Repeat#rate(Duration)]. A shutdown ends it.
    ///
    /// @param period from the start of one run to the start of the next; the first is that far off
    /// @param action the work
    /// @return the schedule, to watch and cancel it
    /// @throws IllegalArgumentException if the period is not positive
    default Schedule every(Duration period, Action action) {
        return every(Repeat.rate(period), action);
    }

    /// Runs an action again and again. A shutdown ends it.
    ///
    /// @param repeat when, and what a late or failed run means
    /// @param action the work
    /// @return the schedule, to watch and cancel it
    Schedule every(Repeat repeat, Action action);

    /// A view whose tasks may run so long. A task that runs longer is interrupted; it ends as timed
    /// out when it has stopped, and at the latest when the grace period of the workers' options is
    /// over. Counted from the moment when a worker begins the task, anew for each attempt.
    ///
    /// @param runningTime how long at most
    /// @return the view
    /// @throws IllegalArgumentException if it is not positive
    Submitter withTimeout(Duration runningTime);

    /// A view whose tasks must have ended so long from now. A task still queued then ends as timed
    /// out; one that runs is interrupted as with [#withTimeout(Duration)]. The moment is fixed when
    /// the view is made; of several deadlines the nearest counts.
    ///
    /// @param fromNow how far off; if it is not positive, every task times out
    /// @return the view
    Submitter withDeadline(Duration fromNow);

    /// A view whose tasks are tried again at once when they fail with an [Exception]:
    /// [RetryPolicy#times(int)].
    ///
    /// @param retries how many attempts may follow the first, at least 0
    /// @return the view
    /// @throws IllegalArgumentException if it is negative
    default Submitter withRetries(int retries) {
        return withRetries(RetryPolicy.times(retries));
    }

    /// A view whose tasks are tried again when they fail.
    ///
    /// @param policy how often, when, and after which failures
    /// @return the view
    Submitter withRetries(RetryPolicy policy);

    /// A view whose tasks see a [ScopedValue] (JEP 506) as it is bound in the thread that submits
    /// or forks them, or makes their map; on workers that copy what travels, a copy. If it is not
    /// bound there, it is not for them. Scopes within a [Scope] of the view hand it on.
    ///
    /// ```java
    /// Submitter mine = workers.withScopedValue(() -> REQUEST).withScopedValue(() -> USER);
    /// ```
    ///
    /// @param value gives the scoped value: a lambda that reads a static field, so that it finds
    ///   that of another process, too
    /// @return the view
    Submitter withScopedValue(Task<? extends ScopedValue<?>> value);

    /// A view whose tasks have a name, for messages, statistics and events.
    ///
    /// @param name a readable name, not blank
    /// @return the view
    /// @throws IllegalArgumentException if the name is blank
    Submitter named(String name);
}
