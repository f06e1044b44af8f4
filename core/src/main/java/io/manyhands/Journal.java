package io.manyhands;

import io.manyhands.shared.Deadlock;
import io.manyhands.spi.Worker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes known of a pool: numbers always, events if somebody listens or watches, or the
/// JVM's flight recorder records, failures that have no other place. Thread-safe.
/* The listener of the options gets everything. Those who watch come and go, and get what is out of the
 * ordinary: so nothing is made for them as long as all goes well.
 */
final class Journal {
    private static final Events[] NOBODY = {};

    private final Counters counters = new Counters();
    private final TimeSource time;
    private final Helpers helpers;
    private final @Nullable Events events;
    private final boolean isRecorded;
    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock, read by any. Never changed itself.
    private volatile Events[] watchers = NOBODY;
    // Whether the pool is about to end. Guarded by the lock.
    private boolean isLate;

    /// @param isRecorded whether the flight recorder is to have the events, too
    Journal(
            @Nullable WorkersListener listener,
            TimeSource time,
            Helpers helpers,
            boolean isRecorded) {
        this.time = time;
        this.helpers = helpers;
        this.isRecorded = isRecorded && FlightSwitch.isThere();
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

    /// Tells somebody what is out of the ordinary, until the watch is closed or the pool ends.
    WorkersWatch watch(WorkersListener listener) {
        Events watcher = new Events(listener, time);
        lock.lock();
        try {
            if (isLate) {
                return () -> {};
            }
            Events[] more = Arrays.copyOf(watchers, watchers.length + 1);
            more[watchers.length] = watcher;
            Thread _ = helpers.start(Helpers.Role.LISTENER, watcher::bringAll);
            watchers = more;
        } finally {
            lock.unlock();
        }
        return () -> leave(watcher);
    }

    @SuppressWarnings("ReferenceEquality") // each stands for itself
    private void leave(Events watcher) {
        lock.lock();
        try {
            watchers = Stream.of(watchers).filter(each -> each != watcher).toArray(Events[]::new);
        } finally {
            lock.unlock();
        }
        watcher.end();
    }

    /// From now on nobody can begin to watch.
    ///
    /// @return whether somebody listens or watches, who is to be told the end
    boolean lastCall() {
        lock.lock();
        try {
            isLate = true;
            return events != null || watchers.length > 0;
        } finally {
            lock.unlock();
        }
    }

    /// No more events come.
    void end() {
        if (events != null) {
            events.end();
        }
        for (Events watcher : watchers) {
            watcher.end();
        }
    }

    // Tasks.

    void queued(TaskState<?> run) {
        counters.submitted.increment();
        if (events != null) {
            events.emit(new WorkersEvent.TaskQueued(time.nanos(), run.id(), run.name()));
        }
        if (isRecording()) {
            FlightRecords.queued(run);
        }
    }

    void started(TaskState<?> run, Worker worker, int attempt) {
        if (!run.isCounted()) {
            return;
        }
        if (events != null) {
            events.emit(
                    new WorkersEvent.TaskStarted(
                            time.nanos(), run.id(), run.name(), worker.name(), attempt));
        }
        if (isRecording()) {
            FlightRecords.started(run, worker, attempt);
        }
    }

    void retried(TaskState<?> run, Throwable failure, long backoffNanos) {
        counters.retried.increment();
        if (isHeard()) {
            Duration backoff = Duration.ofNanos(backoffNanos);
            tell(
                    new WorkersEvent.TaskRetried(
                            time.nanos(), run.id(), run.name(), failure, backoff));
        }
        if (isRecording()) {
            FlightRecords.retried(run, backoffNanos);
        }
    }

    void ended(TaskState<?> run, TaskStatus status) {
        if (status == TaskStatus.SUCCEEDED) {
            if (events != null) {
                long now = time.nanos();
                events.emit(new WorkersEvent.TaskEnded(now, run.id(), run.name(), status, null));
            }
        } else if (isHeard()) {
            long now = time.nanos();
            tellLate(() -> failed(now, run, status));
        }
        if (isRecording()) {
            FlightRecords.ended(run, status);
        }
    }

    private static WorkersEvent failed(long nanos, TaskState<?> run, TaskStatus status) {
        Throwable cause = run.settled() instanceof Ended ended ? ended.cause() : null;
        return new WorkersEvent.TaskEnded(nanos, run.id(), run.name(), status, cause);
    }

    /// An item failed that is no task of its own.
    ///
    /// @param end how, perhaps still encoded
    void itemFailed(String name, long item, Object end) {
        if (isHeard()) {
            long now = time.nanos();
            try {
                tellLate(() -> new WorkersEvent.ItemFailed(now, name, item, causeOf(end)));
            } catch (OutOfMemoryError shortage) {
                // The item itself must go on.
            }
        }
    }

    private static Throwable causeOf(Object end) {
        return Arrived.settled(end) instanceof Ended ended
                ? ended.cause()
                : new AssertionError("Only items that failed are told");
    }

    // Workers.

    void started(Worker worker) {
        if (isHeard()) {
            tell(new WorkersEvent.WorkerStarted(time.nanos(), worker.name()));
        }
        if (isRecording()) {
            FlightRecords.started(worker);
        }
    }

    void ended(Worker worker) {
        if (isHeard()) {
            tell(new WorkersEvent.WorkerEnded(time.nanos(), worker.name()));
        }
        if (isRecording()) {
            FlightRecords.ended(worker);
        }
    }

    void stuck(TaskState<?> run, Worker worker) {
        if (isHeard()) {
            tell(new WorkersEvent.WorkerStuck(time.nanos(), worker.name(), run.id(), run.name()));
        }
        if (isRecording()) {
            FlightRecords.stuck(run, worker);
        }
    }

    void freed(Worker worker) {
        if (isHeard()) {
            tell(new WorkersEvent.WorkerFreed(time.nanos(), worker.name()));
        }
    }

    /// Threads wait for each other.
    void found(Deadlock deadlock) {
        if (events == null) {
            Reports.log("Threads must not wait for each other: " + deadlock, null);
        }
        if (isHeard()) {
            tell(new WorkersEvent.DeadlockFound(time.nanos(), deadlock));
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
        }
        if (isHeard()) {
            tell(new WorkersEvent.FailureReported(time.nanos(), where, failure));
        }
    }

    // Who is told.

    private boolean isHeard() {
        return events != null || watchers.length > 0;
    }

    private boolean isRecording() {
        return isRecorded && FlightSwitch.isOn();
    }

    private void tell(WorkersEvent event) {
        if (events != null) {
            events.emit(event);
        }
        for (Events watcher : watchers) {
            watcher.emit(event);
        }
    }

    private void tellLate(Events.Late event) {
        if (events != null) {
            events.emit(event);
        }
        for (Events watcher : watchers) {
            watcher.emit(event);
        }
    }
}
