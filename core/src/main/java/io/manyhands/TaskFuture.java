package io.manyhands;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The outcome to come of one submitted task: a [Future] whose states are true.
///
/// Every task ends in exactly one outcome, and nothing changes it afterwards. [#get()] inside a
/// task of the same workers never starves them: for as long as it waits, a spare worker takes its
/// place; if there can be no more spares, it fails at once with
/// [java.util.concurrent.RejectedExecutionException], and nothing else is lost. An interrupted wait
/// throws [InterruptedException] and changes nothing: the task goes on and can be waited for again.
///
/// When the task failed, [java.util.concurrent.ExecutionException] has the task's own exception as
/// its cause; its message names the task, its worker, its attempts and the class whose code was
/// submitted. A timeout of the *task* is such a failure, with [TaskTimeoutException] as the cause;
/// [java.util.concurrent.TimeoutException] says only that a wait was over.
///
/// Thread-safe. *Memory consistency effects:* what happened before the task was submitted
/// happens-before the task, which happens-before what follows a successful return of `get`, a
/// callback, or a `status()` that is an end.
///
/// @param <T> the type of the task's value
public sealed interface TaskFuture<T extends @Nullable Object> extends Future<T>
        permits OutcomeFuture {

    /// The number of the task among those of its workers.
    ///
    /// @return 1 for the first
    long id();

    /// The name given by [Submitter#named(String)], or `task`.
    ///
    /// @return the name, without the number
    String name();

    /// Where the task is in its life. What a worker process has ended by now is told as ended, also
    /// if nobody has taken its answer yet. Waits for nobody, but a moment for one who takes answers
    /// just now.
    ///
    /// @return the status at this moment
    TaskStatus status();

    /// The worker that runs it, or that began it last.
    ///
    /// @return the worker's name; empty if none has begun it
    Optional<String> worker();

    /// How often a worker has begun it.
    ///
    /// @return 0 while it has never run; more than 1 only with [Submitter#withRetries(int)]
    int attempts();

    /// Attempts to end the task as cancelled. A queued one can always be cancelled, and is never
    /// begun then. One that runs is ended as cancelled at once for those who wait; its worker is
    /// interrupted if that was asked for, and counted as stuck and replaced if the work has not
    /// ended when the grace period of the workers' options is over. Never blocks.
    ///
    /// @param mayInterruptIfRunning whether to interrupt the worker; without it a running task goes
    ///   on to its end and its outcome is dropped
    /// @return true if the task is cancelled by this call; false if it had already ended
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /// How the task ended, without exceptions. Never blocks.
    ///
    /// @return the outcome
    /// @throws IllegalStateException if the task has not ended yet
    Outcome<T> outcomeNow();

    /// Calls back when the task has ended, or now if it already has: once, on a virtual thread of
    /// its own. What the callback throws is reported once, to the workers' listener or else to the
    /// log, and hurts nobody else. `close()` of the workers waits for callbacks that have begun.
    ///
    /// @param callback gets the outcome
    /// @return this
    TaskFuture<T> onDone(Consumer<? super Outcome<T>> callback);

    /// The same outcome for the ecosystem of [CompletableFuture]: completed on a virtual thread of
    /// its own, with the task's own exception if it failed. Cancelling it cancels the task, with an
    /// interrupt. A wait for *it* inside a task gets no spare worker: wait for this future instead.
    ///
    /// @return a new one at each call
    CompletableFuture<T> toCompletableFuture();
}
