package io.manyhands.waits;

/// Takes the answer to the question who has something. Confined to the thread that asks.
///
/// A key stands for what is had: a text is the same in all processes, another object is this
/// process's own.
public interface Holders {
    /// The thread of a worker process that runs its tasks.
    int TASKS = -1;

    /// Nobody knows who: somebody who may go on at any time.
    int ANYBODY = -2;

    /// Threads that the process tells of itself, if it is asked; if it tells of none, anybody.
    int ITS_OWN = -3;

    /// A thread of this process has some of it.
    ///
    /// @param key of what
    /// @param thread who
    /// @param count how much, at least 1
    void hold(Object key, Thread thread, long count);

    /// A thread of some process has some of it.
    ///
    /// @param key of what
    /// @param pid the process
    /// @param thread the number of the thread, or one of the constants above
    /// @param count how much, at least 1
    void hold(Object key, long pid, int thread, long count);
}
