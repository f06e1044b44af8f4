package io.manyhands;

import io.manyhands.shared.Deadlock;
import io.manyhands.spi.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes known of a pool: numbers always, events if somebody listens, failures that have no
/// other place. Thread-safe.
final class Journal {
    private final Counters counters = new Counters();
    private final TimeSource time;
    private final Helpers helpers;
    private final @Nullable Events events;

    Journal(@Nullable WorkersListener listener, TimeSource time, Helpers helpers) {
        this.time = time;
        this.helpers = helpers;
        this.events = listener == null ? null : new Events(listener, time);
        if (events != null) {
            Thread _ = helpers.start(Helpers.Role.LISTENER, events::bringAll);
        }
    }

    Counters counters() {
        return counters;
    }

    boolean hasListener() {
        return events != null;
    }

    /// No more events come.
    void end() {
        if (events != null) {
            events.end();
        }
    }

    // Tasks.

    void queued(TaskState<?> run) {
        counters.submitted.increment();
        if (events != null) {
            events.emit(new WorkersEvent.TaskQueued(time.nanos(), run.id(), run.name()));
        }
    }

    void started(TaskState<?> run, Worker worker, int attempt) {
        if (events != null && run.isCounted()) {
            events.emit(
                    new WorkersEvent.TaskStarted(
                            time.nanos(), run.id(), run.name(), worker.name(), attempt));
        }
    }

    void retried(TaskState<?> run, Throwable failure, long backoffNanos) {
        counters.retried.increment();
        if (events != null) {
            Duration backoff = Duration.ofNanos(backoffNanos);
            events.emit(
                    new WorkersEvent.TaskRetried(
                            time.nanos(), run.id(), run.name(), failure, backoff));
        }
    }

    void ended(TaskState<?> run, TaskStatus status) {
        if (events != null) {
            events.emit(new WorkersEvent.TaskEnded(time.nanos(), run.id(), run.name(), status));
        }
    }

    // Workers.

    void started(Worker worker) {
        if (events != null) {
            events.emit(new WorkersEvent.WorkerStarted(time.nanos(), worker.name()));
        }
    }

    void ended(Worker worker) {
        if (events != null) {
            events.emit(new WorkersEvent.WorkerEnded(time.nanos(), worker.name()));
        }
    }

    void stuck(TaskState<?> run, Worker worker) {
        if (events != null) {
            events.emit(
                    new WorkersEvent.WorkerStuck(
                            time.nanos(), worker.name(), run.id(), run.name()));
        }
    }

    void freed(Worker worker) {
        if (events != null) {
            events.emit(new WorkersEvent.WorkerFreed(time.nanos(), worker.name()));
        }
    }

    /// Threads wait for each other.
    void found(Deadlock deadlock) {
        if (events == null) {
            Reports.log("Threads must not wait for each other: " + deadlock, null);
        } else {
            events.emit(new WorkersEvent.DeadlockFound(time.nanos(), deadlock));
        }
    }

    // Users' code.

    /// Runs what a user has given for later, in a thread of its own.
    ///
    /// @param label whose it is, should it fail
    void callBack(String label, Runnable callback) {
        Thread _ =
                helpers.start(
                        Helpers.Role.CALLBACK,
                        () -> {
                            try {
                                callback.run();
                            } catch (Throwable failure) {
                                report("A callback threw: task=" + label, failure);
                            }
                        });
    }

    // Failures.

    /// Reports, once, a failure that has no other place.
    void report(String where, Throwable failure) {
        if (events == null) {
            Reports.log(where, failure);
        } else {
            events.emit(new WorkersEvent.FailureReported(time.nanos(), where, failure));
        }
    }
}
