package io.manyhands;

import java.io.Serial;
import java.time.Duration;

/// A task's running time went over its timeout, or its deadline passed. Found as the cause of the
/// [java.util.concurrent.ExecutionException] of [TaskFuture#get()]. Or the deadline of a [Scope]
/// passed before it was joined: [Scope#join()] throws it.
///
/// If a worker process was killed for it, the first suppressed exception has the stack of the task
/// at that moment, and as its own suppressed exceptions those of the worker's other platform
/// threads; or it says that the worker did not tell.
public final class TaskTimeoutException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final Duration limit;
    private final boolean stopped;

    TaskTimeoutException(String message, Duration limit, boolean stopped) {
        super(message, null);
        this.limit = limit;
        this.stopped = stopped;
    }

    /// What the task was given.
    ///
    /// @return the running time of [Submitter#withTimeout], or how far off the deadline was when it
    ///   was set
    public Duration limit() {
        return limit;
    }

    /// Whether the work has really ended.
    ///
    /// @return false if it ignored its interrupt for the whole grace period: its thread is counted
    ///   as stuck, and was replaced
    public boolean isStopped() {
        return stopped;
    }
}
