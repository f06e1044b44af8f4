package io.manyhands;

/// Where a task is in its life. The first two pass; each of the others is final.
public enum TaskStatus {
    /// Accepted, and no worker has begun it: in the queue, before its time, or between two
    /// attempts.
    QUEUED,
    /// A worker runs it; [TaskFuture#worker()] says which.
    RUNNING,
    /// It ended with a value.
    SUCCEEDED,
    /// It ended with an exception of its own, or could not be run.
    FAILED,
    /// It was cancelled before it had ended.
    CANCELLED,
    /// Its timeout or deadline passed first.
    TIMED_OUT,
    /// The worker that ran it is gone: it crashed, exited or was killed.
    WORKER_LOST;

    /// Whether this is an end.
    ///
    /// @return false for [#QUEUED] and [#RUNNING]
    public boolean isEnd() {
        return this != QUEUED && this != RUNNING;
    }
}
