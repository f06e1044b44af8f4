package io.manyhands;

import io.manyhands.spi.WorkerLoss;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The end of a task that gave no value; a value is kept as it is, and null as [#NOTHING].
///
/// @param status how it ended
/// @param cause why
/// @param details what the message says of the task, as `name=value`
record Ended(TaskStatus status, Throwable cause, String details) {
    /// Stands for a value that is null.
    static final Object NOTHING = new Object();

    static Object value(@Nullable Object value) {
        return value == null ? NOTHING : value;
    }

    /// The value that an end stands for, which is none of this type.
    @SuppressWarnings({
        "unchecked",
        "ReferenceEquality",
        "TypeParameterUnusedInFormals",
        "NullAway"
    })
    // what a task gives is of the type that its future was made with; null where that allows it
    static <T extends @Nullable Object> T valueOf(Object end) {
        return end == NOTHING ? (T) null : (T) end;
    }

    /// Keeps an earlier failure with a later one.
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    static void keepEarlier(Throwable later, @Nullable Throwable earlier) {
        if (earlier != null && earlier != later) {
            later.addSuppressed(earlier);
        }
    }

    static TaskStatus statusOf(Object end) {
        if (end instanceof Ended ended) {
            return ended.status;
        }
        return Arrived.isFailure(end) ? TaskStatus.FAILED : TaskStatus.SUCCEEDED;
    }

    static Ended failed(Throwable cause, String details) {
        return new Ended(TaskStatus.FAILED, cause, details);
    }

    static Ended lost(WorkerLoss loss, String details) {
        String lost = "The worker that ran the task was lost: " + details;
        WorkerLostException cause = new WorkerLostException(lost, loss);
        RemoteStack.add(cause, loss);
        return new Ended(TaskStatus.WORKER_LOST, cause, details);
    }

    static Ended cancelled(String why, String details) {
        return new Ended(
                TaskStatus.CANCELLED, new CancellationException(why + ": " + details), details);
    }

    /// Of a task whose scope was cancelled.
    static Ended calledOff(String details) {
        return new Ended(
                TaskStatus.CANCELLED,
                new CalledOff("The scope of the task was cancelled: " + details),
                details);
    }

    /// Whether its scope was cancelled, and nobody else has cancelled it.
    boolean isCalledOff() {
        return status == TaskStatus.CANCELLED && cause instanceof CalledOff;
    }

    private static final class CalledOff extends CancellationException {
        @Serial private static final long serialVersionUID = 1;

        CalledOff(String message) {
            super(message);
        }
    }

    static Ended timedOut(String rule, Duration limit, boolean stopped, String details) {
        String end = stopped ? "" : ", and its work goes on in a stuck thread";
        String message = rule + end + ": limit=" + limit + ", " + details;
        return new Ended(
                TaskStatus.TIMED_OUT, new TaskTimeoutException(message, limit, stopped), details);
    }

    /// What `get` throws, made anew for each caller.
    ExecutionException thrown(@Nullable Throwable submission) throws CancellationException {
        if (status == TaskStatus.CANCELLED) {
            CancellationException fresh = new CancellationException(cause.getMessage());
            fresh.initCause(cause);
            throw fresh;
        }
        String message =
                cause instanceof TaskTimeoutException || cause instanceof WorkerLostException
                        ? String.valueOf(cause.getMessage())
                        : "The task failed with " + describe(cause) + ": " + details;
        ExecutionException thrown = new ExecutionException(message, cause);
        if (submission != null) {
            thrown.addSuppressed(submission);
        }
        return thrown;
    }

    static String describe(Throwable failure) {
        try {
            return failure.toString();
        } catch (Throwable broken) {
            return failure.getClass().getName();
        }
    }
}
