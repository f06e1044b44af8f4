package io.manyhands.waits;

import java.io.Serializable;

/// A thread of a process.
///
/// @param pid the process
/// @param thread the number of the thread, or one of the constants of [Holders]
record Actor(long pid, int thread) implements Serializable {
    static Actor of(Thread thread) {
        return new Actor(ProcessHandle.current().pid(), (int) thread.threadId());
    }
}
