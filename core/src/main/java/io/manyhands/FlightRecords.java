package io.manyhands;

import io.manyhands.spi.Worker;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// The events of tasks and workers as those of the JVM's flight recorder (JFR, JEP 328). Stateless.
// To be used only once FlightSwitch says so: before that its classes are not even loaded.
final class FlightRecords {
    private FlightRecords() {}

    static void queued(TaskState<?> run) {
        TaskEvent event = new TaskQueued();
        event.commitFor(run);
    }

    static void started(TaskState<?> run, Worker worker, int attempt) {
        TaskStarted event = new TaskStarted();
        event.worker = worker.name();
        event.attempt = attempt;
        event.commitFor(run);
    }

    static void retried(TaskState<?> run, long backoffNanos) {
        TaskRetried event = new TaskRetried();
        event.backoff = backoffNanos;
        event.commitFor(run);
    }

    static void ended(TaskState<?> run, TaskStatus status) {
        TaskEnded event = new TaskEnded();
        event.status = status.name();
        event.commitFor(run);
    }

    static void started(Worker worker) {
        WorkerStarted event = new WorkerStarted();
        event.worker = worker.name();
        event.commit();
    }

    static void ended(Worker worker) {
        WorkerEnded event = new WorkerEnded();
        event.worker = worker.name();
        event.commit();
    }

    static void stuck(TaskState<?> run, Worker worker) {
        WorkerStuck event = new WorkerStuck();
        event.worker = worker.name();
        event.commitFor(run);
    }

    // Of what is inherited the recorder reads what is not private.
    @Category("Manyhands")
    @StackTrace(false)
    @SuppressWarnings("unused") // read by the recorder
    private abstract static class TaskEvent extends Event {
        @Label("Workers")
        String workers = "";

        @Label("Task")
        String task = "";

        @Label("Number")
        long number;

        final void commitFor(TaskState<?> run) {
            if (shouldCommit()) {
                workers = run.pool.name();
                task = run.name();
                number = run.id();
                commit();
            }
        }
    }

    @Name("io.manyhands.TaskQueued")
    @Label("Task Queued")
    @Description("A task was accepted")
    private static final class TaskQueued extends TaskEvent {}

    @Name("io.manyhands.TaskStarted")
    @Label("Task Started")
    @Description("A worker began a task")
    @SuppressWarnings("unused") // read by the recorder
    private static final class TaskStarted extends TaskEvent {
        @Label("Worker")
        private String worker = "";

        @Label("Attempt")
        private int attempt;
    }

    @Name("io.manyhands.TaskRetried")
    @Label("Task Retried")
    @Description("An attempt failed, and the task will be tried again")
    @SuppressWarnings("unused") // read by the recorder
    private static final class TaskRetried extends TaskEvent {
        @Label("Backoff")
        @Timespan(Timespan.NANOSECONDS)
        private long backoff;
    }

    @Name("io.manyhands.TaskEnded")
    @Label("Task Ended")
    @Description("A task has its outcome")
    @SuppressWarnings("unused") // read by the recorder
    private static final class TaskEnded extends TaskEvent {
        @Label("Status")
        private String status = "";
    }

    @Category("Manyhands")
    @StackTrace(false)
    @SuppressWarnings("unused") // read by the recorder
    private abstract static class WorkerEvent extends Event {
        @Label("Worker")
        String worker = "";
    }

    @Name("io.manyhands.WorkerStarted")
    @Label("Worker Started")
    @Description("A worker came up, its start action done")
    private static final class WorkerStarted extends WorkerEvent {}

    @Name("io.manyhands.WorkerEnded")
    @Label("Worker Ended")
    @Description("A worker left")
    private static final class WorkerEnded extends WorkerEvent {}

    @Name("io.manyhands.WorkerStuck")
    @Label("Worker Stuck")
    @Description("A worker's task ignored its interrupt; the worker was replaced")
    @SuppressWarnings("unused") // read by the recorder
    private static final class WorkerStuck extends TaskEvent {
        @Label("Worker")
        private String worker = "";
    }
}
