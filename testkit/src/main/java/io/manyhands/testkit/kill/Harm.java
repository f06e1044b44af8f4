package io.manyhands.testkit.kill;

/// What is done to whom.
public enum Harm {
    /// Nothing.
    NONE,
    /// SIGKILL, to a worker that has begun a task.
    KILL_READY,
    /// SIGKILL, to any child: also to a worker that comes up, and to the warden.
    KILL_ANY,
    /// SIGSTOP, to any worker, and SIGCONT within less than a second.
    STOP_ANY
}
