package io.manyhands.memory;

/// A number that all members change, each change in one step. Thread-safe.
public final class RobustCounter {
    private final Words words;
    private final long at;

    /// A counter as one member sees it.
    ///
    /// @param words the memory
    /// @param at where the number is
    public RobustCounter(Words words, long at) {
        this.words = words;
        this.at = at;
    }

    /// {@return how many bytes a counter takes}
    public static long sizeBytes() {
        return Long.BYTES;
    }

    /// {@return the number}
    public long value() {
        return words.loadLongVolatile(at);
    }

    /// Changes the number.
    ///
    /// @param value what it shall be
    public void set(long value) {
        words.storeLongVolatile(at, value);
    }

    /// Changes the number, if it is another.
    ///
    /// @param expected what it must be
    /// @param value what it shall be
    /// @return whether it was changed
    public boolean compareAndSet(long expected, long value) {
        return words.casLong(at, expected, value);
    }

    /// Adds to the number.
    ///
    /// @param change what is added; a sum too large wraps around
    /// @return what it was before
    public long getAndAdd(long change) {
        while (true) {
            long old = words.loadLongVolatile(at);
            if (words.casLong(at, old, old + change)) {
                return old;
            }
        }
    }
}
