package io.manyhands;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Fork and join: subtasks that none of outlives the block of code that has forked them.
///
/// ```java
/// Page page = workers.withDeadline(ofSeconds(2)).scope(scope -> {
///     Subtask<User> user = scope.fork(() -> user(id));
///     Subtask<Cart> cart = scope.fork(() -> cart(id));
///     scope.join();
///     return new Page(user.get(), cart.get());
/// });
/// ```
///
/// A scope is there while its body runs, in the thread that called [Submitter#scope(Body)], its
/// owner. The body forks subtasks, which run on the workers at the same time, joins them once, and
/// takes their results. Its policy, a [Joiner], says what a failure means: by default the first one
/// cancels all others.
///
/// Whether the body ends by a result or by an exception: first all subtasks have ended that were
/// still going on, told to stop as by [TaskFuture#cancel] and, where the workers cannot stop them,
/// for at most their grace period. The wait for that cannot be interrupted; an interrupt is kept.
///
/// *Trees:* a subtask, or the body itself, may open another scope, on the same or on other workers,
/// which ends before it. What is cancelled is interrupted, and so cancels its own. A wait of a task
/// for its subtasks starves nobody (see [TaskFuture]).
///
/// *Divide and conquer:* on platform threads what needs no timeout, no retries, no copies and no
/// listener is forked by a [java.util.concurrent.ForkJoinPool] of the workers, with as many threads
/// as they have, and costs about as much as there. An owner that is itself a subtask then runs,
/// when he joins, what nobody has begun: of these, and of what was forked below them. Such a
/// subtask sees all of his thread-locals and scoped values, and an interrupt of his thread. One
/// that does not stop when it is told to holds him, too, and his thread is stuck until it ends.
/// These forks are no tasks for statistics.
///
/// In a thread dump, as `jcmd PID Thread.dump_to_file -format=json` makes, the name of a thread
/// that runs a subtask here ends in `fork of #27`: of the thread with that number, which opened its
/// scope.
///
/// *Deadlines:* those of [Submitter#withDeadline], of the enclosing scope, and of the task that
/// opens the scope all hold; the nearest counts, also for scopes that subtasks open in other
/// processes. When it comes the scope is cancelled, and [#join()] throws.
///
/// *Misuse* fails at once: only the owner may fork and join, only until it has joined, and only
/// while the body runs; a body that has forked must join; a scope does not travel to other
/// processes, whose tasks open scopes of their own.
///
/// *Deaths:* if a worker process dies, what its task has submitted or forked is told to stop, too,
/// as by [TaskFuture#cancel]; that is not waited for.
///
/// Its methods, and the policies, have the names of the JDK's `StructuredTaskScope` (JEP 505),
/// which is a preview, so that code can move when that is final.
///
/// Confined to its owner, but for [#isCancelled()] and [#timeLeft()]. *Memory consistency effects:*
/// what happened in the owner before it forks happens-before the subtask, and that happens-before
/// what the owner does after the join.
///
/// @param <T> the type of what the subtasks give
/// @param <R> the type of what the join gives
/// @see <a href="https://openjdk.org/jeps/505">JEP 505</a>
public sealed interface Scope<T extends @Nullable Object, R extends @Nullable Object>
        permits ScopeRun {

    /// What happens while a scope is there.
    ///
    /// @param <T> the type of what the subtasks give
    /// @param <J> the type of what the join gives
    /// @param <R> the type of what the body gives
    /// @param <X> what it throws
    @FunctionalInterface
    interface Body<
            T extends @Nullable Object,
            J extends @Nullable Object,
            R extends @Nullable Object,
            X extends Exception> {

        /// Forks, joins, and makes something of it.
        ///
        /// @param scope the scope, which must not be kept
        /// @return what the scope gives
        /// @throws X if it fails; all subtasks are cancelled then
        R run(Scope<T, J> scope) throws X;
    }

    /// Forks a subtask. Never blocks. After a cancel it does nothing: the subtask stays
    /// unavailable.
    ///
    /// @param task the work; a lambda or a simple method reference, which may throw
    /// @param <U> the type of its value
    /// @return the subtask
    /// @throws WrongThreadException if the thread is not the owner
    /// @throws IllegalStateException if the owner has joined, or the body has ended
    /// @throws java.util.concurrent.RejectedExecutionException if the workers were shut down
    /// @throws TaskNotSerializableException if the workers copy what travels and the task cannot
    <U extends T> Subtask<U> fork(Task<? extends U> task);

    /// Forks a subtask, as [#fork(Task)]. If it is not [java.io.Serializable] it can run here only.
    ///
    /// @param task the work
    /// @param <U> the type of its value
    /// @return the subtask
    /// @throws WrongThreadException as [#fork(Task)]
    /// @throws IllegalStateException as [#fork(Task)]
    <U extends T> Subtask<U> fork(Callable<? extends U> task);

    /// Forks an action, as [#fork(Task)].
    ///
    /// @param action the work; a lambda or a simple method reference, which may throw
    /// @param <U> the type of its value, which is null
    /// @return the subtask
    /// @throws WrongThreadException as [#fork(Task)]
    /// @throws IllegalStateException as [#fork(Task)]
    <U extends T> Subtask<U> fork(Action action);

    /// Waits until all subtasks have ended, those that are cancelled by the policy, too, and gives
    /// what the policy makes of that. To be called once.
    ///
    /// @return the policy's result
    /// @throws WrongThreadException if the thread is not the owner
    /// @throws IllegalStateException if it has joined before, or the body has ended
    /// @throws ScopeFailedException if the policy says so; its cause is what the policy has thrown,
    ///   by default the first failure, and its suppressed exceptions the failures of other subtasks
    /// @throws TaskTimeoutException if the deadline has come first
    /// @throws InterruptedException if interrupted; the subtasks go on until the body ends
    R join() throws InterruptedException;

    /// How long it is until the deadline, for work that can be given a limit of its own.
    ///
    /// @return the time that is left, zero if it is over; empty if there is no deadline
    Optional<Duration> timeLeft();

    /// Whether the scope was cancelled: by its policy, its deadline, or the end of its body. For
    /// any thread.
    ///
    /// @return true from then on
    boolean isCancelled();

    /// A subtask of a scope. Thread-safe.
    ///
    /// @param <T> the type of its value
    sealed interface Subtask<T extends @Nullable Object> extends Supplier<T> permits Fork {
        /// How it stands.
        enum State {
            /// It has not ended, or was cancelled.
            UNAVAILABLE,
            /// It has given a value.
            SUCCESS,
            /// It has failed, timed out, or lost its worker.
            FAILED
        }

        /// How it stands.
        ///
        /// @return its state at this moment, which does not change any more once the owner has
        ///   joined
        State state();

        /// Its value.
        ///
        /// @return what the task has given
        /// @throws IllegalStateException if the owner asks before it has joined, or the subtask has
        ///   given none; if it has failed, the cause is its exception
        @Override
        T get();

        /// Why it has failed.
        ///
        /// @return its exception
        /// @throws IllegalStateException if the owner asks before it has joined, or the subtask has
        ///   not failed
        Throwable exception();
    }

    /// A policy: what becomes of a scope when one of its subtasks ends, and what its join gives. A
    /// joiner is used for one scope.
    ///
    /// One of your own is told of each subtask by [#onComplete(Subtask)], in a thread for users'
    /// code and so perhaps of several at the same time; of forks and the result in the owner's. It
    /// must not block: who joins, or ends the scope, waits for it, however long. What the two
    /// methods throw fails the scope, as if it was the failure of a subtask that cancels the
    /// others.
    ///
    /// @param <T> the type of what the subtasks give
    /// @param <R> the type of what the join gives
    interface Joiner<T extends @Nullable Object, R extends @Nullable Object> {

        /// A subtask is about to be forked.
        ///
        /// @param subtask the subtask, unavailable
        /// @return true to cancel the scope
        default boolean onFork(Subtask<? extends T> subtask) {
            return false;
        }

        /// A subtask has ended by itself. Not called once the scope was cancelled.
        ///
        /// @param subtask the subtask, with its value or failure
        /// @return true to cancel the scope
        default boolean onComplete(Subtask<? extends T> subtask) {
            return false;
        }

        /// What the join gives. Called once, by the owner, when all calls of the other methods have
        /// ended.
        ///
        /// @return the result
        /// @throws Throwable to fail the scope
        R result() throws Throwable;

        /// All must succeed; the first failure cancels the others. The default, for subtasks of
        /// different types.
        ///
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives null
        static <T extends @Nullable Object> Joiner<T, @Nullable Void> awaitAllSuccessfulOrThrow() {
            return new Joiners.AllSuccessful<>(_ -> null);
        }

        /// All must succeed; the first failure cancels the others.
        ///
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives the values in the order of the forks
        static <T extends @Nullable Object> Joiner<T, List<T>> allSuccessfulOrThrow() {
            return new Joiners.AllSuccessful<>(Joiners::values);
        }

        /// The first success will do, and cancels the others. If all fail, the scope fails with the
        /// first failure; if nothing was forked, with [java.util.NoSuchElementException].
        ///
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives the value
        static <T extends @Nullable Object> Joiner<T, T> anySuccessfulOrThrow() {
            return new Joiners.AnySuccessful<>();
        }

        /// All are waited for, however they end.
        ///
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives null
        static <T extends @Nullable Object> Joiner<T, @Nullable Void> awaitAll() {
            return new Joiners.All<>(_ -> null);
        }

        /// All are waited for, however they end.
        ///
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives the outcomes in the order of the forks
        static <T extends @Nullable Object> Joiner<T, List<Outcome<T>>> allOutcomes() {
            return new Joiners.All<>(Joiners::outcomes);
        }

        /// All are waited for, or until one has ended for which a test holds: that cancels the
        /// others.
        ///
        /// @param isEnough the test, which is called as [#onComplete(Subtask)]
        /// @param <T> the type of what the subtasks give
        /// @return the policy, whose join gives the subtasks in the order of the forks
        static <T extends @Nullable Object> Joiner<T, List<Subtask<T>>> allUntil(
                Predicate<Subtask<? extends T>> isEnough) {
            return new Joiners.Until<>(Checks.notNull("isEnough", isEnough));
        }
    }
}
