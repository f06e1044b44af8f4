package io.manyhands;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How workers on threads and virtual threads are to be. Immutable; each `with...` gives a new one.
///
/// @param count how many tasks run at once, at least 1; 0 for the kind's own default
/// @param name what the names of the threads begin with; null for `manyhands-N`
/// @param copies whether tasks, arguments and results are copied on their way
/// @param grace how long after an interrupt the work may take to end before its thread is stuck
/// @param maxSpares how many spare workers may stand in for those that wait for other tasks
/// @param submitTraces whether failures show the stack trace of their submission
/// @param workerStart runs in each new worker before its first task
/// @param workerEnd runs in each worker after its last task
/// @param listener gets every event
/// @param timeSource the clock
/// @param deadlockCheck how often it is looked for deadlocks; null for never
public record LocalOptions(
        int count,
        @Nullable String name,
        boolean copies,
        Duration grace,
        int maxSpares,
        boolean submitTraces,
        @Nullable Action workerStart,
        @Nullable Action workerEnd,
        @Nullable WorkersListener listener,
        TimeSource timeSource,
        @Nullable Duration deadlockCheck) {
    private static final LocalOptions DEFAULTS =
            new LocalOptions(
                    0,
                    null,
                    false,
                    Duration.ofSeconds(1),
                    256,
                    false,
                    null,
                    null,
                    null,
                    TimeSource.system(),
                    null);

    /// Checks the parts.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public LocalOptions {
        Checks.argument(count >= 0, "The number of workers must be positive", "count", count);
        Checks.argument(name == null || !name.isBlank(), "A name must not be blank", "name", "");
        Checks.notNegative("grace", grace);
        Checks.argument(maxSpares >= 0, "Spares must not be negative", "maxSpares", maxSpares);
        Checks.notNull("timeSource", timeSource);
        if (deadlockCheck != null) {
            Checks.positive("deadlockCheck", deadlockCheck);
        }
    }

    /// The kind's own number of workers, no copies, a grace period of one second, 256 spares, the
    /// machine's clock.
    ///
    /// @return the defaults
    public static LocalOptions defaults() {
        return DEFAULTS;
    }

    /// The same with another number of workers.
    ///
    /// @param workers how many tasks run at once, at least 1
    /// @return new options
    /// @throws IllegalArgumentException if it is less than 1
    public LocalOptions withCount(int workers) {
        Checks.argument(workers >= 1, "The number of workers must be positive", "count", workers);
        Draft draft = new Draft(this);
        draft.count = workers;
        return draft.options();
    }

    /// The same with a name.
    ///
    /// @param prefix what the names of the threads begin with, not blank
    /// @return new options
    /// @throws IllegalArgumentException if it is blank
    public LocalOptions withName(String prefix) {
        Checks.notNull("name", prefix);
        Draft draft = new Draft(this);
        draft.name = prefix;
        return draft.options();
    }

    /// The same with copies: tasks, what they capture, arguments and results are encoded and
    /// decoded on their way, as to and from another process, so that a test finds what cannot
    /// travel, and what counted on being shared. Statics are still shared. Costs microseconds a
    /// task.
    ///
    /// @return new options
    public LocalOptions withCopies() {
        Draft draft = new Draft(this);
        draft.copies = true;
        return draft.options();
    }

    /// The same with another grace period.
    ///
    /// @param period how long after an interrupt the work may take to end, not negative
    /// @return new options
    /// @throws IllegalArgumentException if it is negative
    public LocalOptions withGrace(Duration period) {
        Draft draft = new Draft(this);
        draft.grace = period;
        return draft.options();
    }

    /// The same with another limit of spare workers. They come when a task waits for another of the
    /// same workers, and go when it has waited; beyond the limit such a wait fails at once. One
    /// comes, too, when all workers wait for items, events and the like; beyond the limit none
    /// does.
    ///
    /// @param limit how many at once, at least 0
    /// @return new options
    /// @throws IllegalArgumentException if it is negative
    public LocalOptions withMaxSpares(int limit) {
        Draft draft = new Draft(this);
        draft.maxSpares = limit;
        return draft.options();
    }

    /// The same with traces: the failure of a task shows the whole stack trace of its submission,
    /// as a suppressed exception of the [java.util.concurrent.ExecutionException]. Costs a stack
    /// walk at each submission.
    ///
    /// @return new options
    public LocalOptions withSubmitTraces() {
        Draft draft = new Draft(this);
        draft.submitTraces = true;
        return draft.options();
    }

    /// The same with a start action: it runs in each new worker before its first task, for virtual
    /// threads before every task. If it throws it is tried again, three times in all, after 100 and
    /// 200 ms; if it throws each time, the tasks that wait fail with [WorkerStartException] and the
    /// workers are shut down.
    ///
    /// @param action the work
    /// @return new options
    public LocalOptions withWorkerStart(Action action) {
        Checks.notNull("workerStart", action);
        Draft draft = new Draft(this);
        draft.workerStart = action;
        return draft.options();
    }

    /// The same with an end action: it runs in each worker after its last task, if the start action
    /// had succeeded. What it throws is reported.
    ///
    /// @param action the work
    /// @return new options
    public LocalOptions withWorkerEnd(Action action) {
        Checks.notNull("workerEnd", action);
        Draft draft = new Draft(this);
        draft.workerEnd = action;
        return draft.options();
    }

    /// The same with a listener. Each item of a map is a task of its own then, with its own events,
    /// which costs microseconds; [Workers#watch(WorkersListener)] is for those who want less.
    ///
    /// @param watcher gets every event
    /// @return new options
    public LocalOptions withListener(WorkersListener watcher) {
        Checks.notNull("listener", watcher);
        Draft draft = new Draft(this);
        draft.listener = watcher;
        return draft.options();
    }

    /// The same with another clock, for tests and simulation: of the workers, and of the timeouts
    /// of what they share.
    ///
    /// @param source the clock
    /// @return new options
    public LocalOptions withTimeSource(TimeSource source) {
        Draft draft = new Draft(this);
        draft.timeSource = source;
        return draft.options();
    }

    /// The same with a look for [deadlocks][Deadlocks] now and then, from the first task to the end
    /// of the workers. The listener gets [WorkersEvent.DeadlockFound], once for each; without a
    /// listener it is logged.
    ///
    /// @param interval how long from one look to the next
    /// @return new options
    /// @throws IllegalArgumentException if it is not positive
    public LocalOptions withDeadlockCheck(Duration interval) {
        Checks.positive("deadlockCheck", interval);
        Draft draft = new Draft(this);
        draft.deadlockCheck = interval;
        return draft.options();
    }

    int countOr(int usual) {
        return count == 0 ? usual : count;
    }

    /// Options of which a part is being changed: so that only one place lists all of them.
    private static final class Draft {
        int count;
        @Nullable String name;
        boolean copies;
        Duration grace;
        int maxSpares;
        boolean submitTraces;
        @Nullable Action workerStart;
        @Nullable Action workerEnd;
        @Nullable WorkersListener listener;
        TimeSource timeSource;
        @Nullable Duration deadlockCheck;

        Draft(LocalOptions from) {
            count = from.count;
            name = from.name;
            copies = from.copies;
            grace = from.grace;
            maxSpares = from.maxSpares;
            submitTraces = from.submitTraces;
            workerStart = from.workerStart;
            workerEnd = from.workerEnd;
            listener = from.listener;
            timeSource = from.timeSource;
            deadlockCheck = from.deadlockCheck;
        }

        LocalOptions options() {
            return new LocalOptions(
                    count,
                    name,
                    copies,
                    grace,
                    maxSpares,
                    submitTraces,
                    workerStart,
                    workerEnd,
                    listener,
                    timeSource,
                    deadlockCheck);
        }
    }
}
