package io.manyhands;

import io.manyhands.shared.Deadlock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that happened among some workers. Immutable. Times are readings of the workers'
/// [TimeSource#nanos()].
public sealed interface WorkersEvent {

    /// When it happened.
    ///
    /// @return nanoseconds of the steady clock
    long nanos();

    /// A task was accepted.
    ///
    /// @param nanos when
    /// @param id its number
    /// @param name its name
    record TaskQueued(long nanos, long id, String name) implements WorkersEvent {}

    /// A worker began a task.
    ///
    /// @param nanos when
    /// @param id its number
    /// @param name its name
    /// @param worker the worker's name
    /// @param attempt 1 for the first
    record TaskStarted(long nanos, long id, String name, String worker, int attempt)
            implements WorkersEvent {}

    /// An attempt failed, and the task will be tried again.
    ///
    /// @param nanos when
    /// @param id its number
    /// @param name its name
    /// @param failure what the attempt threw
    /// @param backoff how long until it is queued again
    record TaskRetried(long nanos, long id, String name, Throwable failure, Duration backoff)
            implements WorkersEvent {}

    /// A task has its outcome.
    ///
    /// @param nanos when
    /// @param id its number
    /// @param name its name
    /// @param status how it ended
    /// @param failure why it gave no value, as [TaskFuture#get()] has it for its cause; null if it
    ///   succeeded
    record TaskEnded(
            long nanos, long id, String name, TaskStatus status, @Nullable Throwable failure)
            implements WorkersEvent {}

    /// An item of a map failed that was no task of its own, since nobody asked for one: see
    /// [Workers#watch(WorkersListener)].
    ///
    /// @param nanos when
    /// @param name the name of the map's tasks
    /// @param item its number, from 0
    /// @param failure what it threw, or how its worker was lost
    record ItemFailed(long nanos, String name, long item, Throwable failure)
            implements WorkersEvent {}

    /// A worker came up, its start action done.
    ///
    /// @param nanos when
    /// @param worker its name
    record WorkerStarted(long nanos, String worker) implements WorkersEvent {}

    /// A worker left.
    ///
    /// @param nanos when
    /// @param worker its name
    record WorkerEnded(long nanos, String worker) implements WorkersEvent {}

    /// A worker's task ignored its interrupt for the whole grace period; the worker was replaced.
    ///
    /// @param nanos when
    /// @param worker its name
    /// @param id the task's number
    /// @param name the task's name
    record WorkerStuck(long nanos, String worker, long id, String name) implements WorkersEvent {}

    /// A stuck worker's task has ended after all.
    ///
    /// @param nanos when
    /// @param worker its name
    record WorkerFreed(long nanos, String worker) implements WorkersEvent {}

    /// A callback, a worker's action or a run of a schedule threw.
    ///
    /// @param nanos when
    /// @param where what threw
    /// @param failure what it threw
    record FailureReported(long nanos, String where, Throwable failure) implements WorkersEvent {}

    /// Threads wait for each other, those of these workers perhaps among them.
    ///
    /// @param nanos when it was found
    /// @param deadlock who waits for whom
    record DeadlockFound(long nanos, Deadlock deadlock) implements WorkersEvent {}

    /// The listener was too slow, and events before this one are missing.
    ///
    /// @param nanos when
    /// @param count how many
    record EventsDropped(long nanos, long count) implements WorkersEvent {}
}
