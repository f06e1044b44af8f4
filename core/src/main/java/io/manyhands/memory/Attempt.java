package io.manyhands.memory;

/// How an attempt at something that others may have ended.
public enum Attempt {
    /// It was done.
    DONE,

    /// It was done, and the one who had it before had died, or had been made to give it up.
    RECOVERED,

    /// Others have it; who gives it back wakes those who sleep for it.
    BUSY,

    /// Somebody was in the middle of a change for too long; nobody wakes who sleeps now, so it is
    /// to be tried again soon.
    AGAIN;

    /// {@return whether it was done}
    public boolean isDone() {
        return this == DONE || this == RECOVERED;
    }
}
