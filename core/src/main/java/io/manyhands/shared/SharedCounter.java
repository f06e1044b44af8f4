package io.manyhands.shared;

/// A number that threads, virtual threads and processes count with: as a
/// [java.util.concurrent.atomic.AtomicLong], which begins at 0. Nothing here blocks. A sum too
/// large wraps around.
///
/// Each change is seen by all who read it later, with what happened before it. It can be captured
/// by a task. Thread-safe.
public interface SharedCounter {
    /// The number.
    ///
    /// @return its value now
    long get();

    /// Makes it another number.
    ///
    /// @param value the number
    void set(long value);

    /// Adds to it.
    ///
    /// @param change what is added
    /// @return the number after that
    default long addAndGet(long change) {
        return getAndAdd(change) + change;
    }

    /// Adds to it.
    ///
    /// @param change what is added
    /// @return the number before that
    long getAndAdd(long change);

    /// Adds one.
    ///
    /// @return the number after that
    default long incrementAndGet() {
        return addAndGet(1);
    }

    /// Takes one away.
    ///
    /// @return the number after that
    default long decrementAndGet() {
        return addAndGet(-1);
    }

    /// Makes it another number, if it is a certain one.
    ///
    /// @param expected what it must be
    /// @param value what it becomes
    /// @return whether it was, and has become so
    boolean compareAndSet(long expected, long value);
}
