package io.manyhands;

import io.manyhands.spi.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a task's future says of its outcome; how that comes about is told in [TaskRun].
abstract non-sealed class OutcomeFuture<T extends @Nullable Object> extends Completion
        implements TaskFuture<T> {
    final Pool pool;
    final Settings settings;
    private final long id;
    private final @Nullable Throwable submission;

    OutcomeFuture(Pool pool, Settings settings) {
        this.pool = pool;
        this.settings = settings;
        this.id = pool.nextId();
        this.submission = pool.submissionTrace();
    }

    /// By its number, so that sets of tasks are gone through in the same order each time.
    @Override
    public final int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    /// Whether a worker has it at this moment.
    abstract boolean isRunning();

    /// The worker that has it at this moment.
    abstract @Nullable Worker runningOn();

    /// Looks whether its end has come that nobody has taken yet.
    abstract void look();

    // What it is.

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final String name() {
        return settings.name();
    }

    /// The task's name and number.
    public final String label() {
        return settings.name() + "-" + id;
    }

    @Override
    public final TaskStatus status() {
        // The end last: a task that ends in between seems to be with nobody.
        boolean runs = isRunning();
        Object end = settled();
        if (end == null && runs) {
            look();
            runs = isRunning();
            end = settled();
        }
        return statusOf(end, runs);
    }

    @Override
    public final boolean isDone() {
        return isEnded();
    }

    @Override
    public final boolean isCancelled() {
        return outcome() instanceof Ended ended && ended.status() == TaskStatus.CANCELLED;
    }

    @Override
    public String toString() {
        boolean runs = isRunning();
        return label() + "[" + statusOf(outcome(), runs) + "]";
    }

    private static TaskStatus statusOf(@Nullable Object end, boolean runs) {
        if (end != null) {
            return Ended.statusOf(end);
        }
        return runs ? TaskStatus.RUNNING : TaskStatus.QUEUED;
    }

    // Its outcome.

    @Override
    public final T get() throws InterruptedException, ExecutionException {
        if (!isEnded()) {
            boolean _ = Waits.forTask(this, Durations.FOREVER);
        }
        return report();
    }

    @Override
    public final T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!isEnded() && !Waits.forTask(this, Durations.nanos(timeout, unit))) {
            throw new TimeoutException("The task has not ended in time: task=" + this);
        }
        return report();
    }

    @Override
    public final T resultNow() {
        Object end = endedOutcome();
        if (end instanceof Ended ended) {
            throw new IllegalStateException(
                    "Only a task that succeeded has a result: task=" + this, ended.cause());
        }
        return Ended.valueOf(end);
    }

    @Override
    public final Throwable exceptionNow() {
        if (endedOutcome() instanceof Ended ended && ended.status() != TaskStatus.CANCELLED) {
            return ended.cause();
        }
        throw new IllegalStateException("Only a task that failed has an exception: task=" + this);
    }

    @Override
    public final State state() {
        return switch (status()) {
            case QUEUED, RUNNING -> State.RUNNING;
            case SUCCEEDED -> State.SUCCESS;
            case CANCELLED -> State.CANCELLED;
            case FAILED, TIMED_OUT, WORKER_LOST -> State.FAILED;
        };
    }

    @Override
    public final Outcome<T> outcomeNow() {
        return outcomeOf(endedOutcome());
    }

    @Override
    public final TaskFuture<T> onDone(Consumer<? super Outcome<T>> callback) {
        Checks.notNull("callback", callback);
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        pool.journal().callBack(label(), () -> callback.accept(outcomeNow()));
                    }
                });
        return this;
    }

    @Override
    public final CompletableFuture<T> toCompletableFuture() {
        return new TaskCompletableFuture<>(this);
    }

    private Outcome<T> outcomeOf(Object end) {
        return end instanceof Ended ended
                ? new Outcome.Failure<>(ended.cause())
                : new Outcome.Success<>(Ended.valueOf(end));
    }

    private Object endedOutcome() {
        Object end = settled();
        if (end == null) {
            throw new IllegalStateException("The task has not ended yet: task=" + this);
        }
        return end;
    }

    /// The outcome, decoded if it is not yet: by the first who asks, for all.
    final @Nullable Object settled() {
        Object end = outcome();
        if (end instanceof Arrived) {
            replace(end, Arrived.settled(end));
            return outcome();
        }
        return end;
    }

    private T report() throws ExecutionException {
        Object end = endedOutcome();
        if (end instanceof Ended ended) {
            throw ended.thrown(submission);
        }
        return Ended.valueOf(end);
    }
}
