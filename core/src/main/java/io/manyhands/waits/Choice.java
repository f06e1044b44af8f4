package io.manyhands.waits;

import org.jspecify.annotations.Nullable;

/// Something that a thread can wait for together with other things. Thread-safe.
public interface Choice {
    /// What an attempt comes to if it gives nothing.
    enum Lack {
        /// There is nothing yet.
        NOTHING,
        /// There may be something, but a change is going on; it is to be attempted again soon.
        HELD_UP,
        /// There will never be anything.
        OVER
    }

    /// Takes what is there. Blocks for nobody.
    ///
    /// @return what was taken, or a [Lack]
    Object attempt();

    /// A thread is about to wait, until it leaves. What comes between a call of [#arm] and the next
    /// one wakes it.
    ///
    /// @param me the thread
    void enter(Sleeper me);

    /// Before an attempt: has the thread woken by what comes after it.
    ///
    /// @param me the thread, which has entered
    /// @return how long it may sleep at most before it attempts again, in nanoseconds
    long arm(Sleeper me);

    /// The thread waits no more.
    ///
    /// @param me the thread, for which [#enter] was called, also if that failed
    void leave(Sleeper me);

    /// What the wait needs that others have.
    ///
    /// @return null if it can come from anywhere
    @Nullable Need need();

    /// By which the time is measured that is waited for it.
    ///
    /// @return the clock of its makers
    default Clock clock() {
        return Clock.SYSTEM;
    }
}
