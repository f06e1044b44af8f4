package io.manyhands.wire;

/// Entries that the dictionaries of several processes have in common: a list that any of them
/// appends to. Thread-safe.
public interface CommonEntries {
    /// Where the entries end.
    ///
    /// @return the position of the next
    long end();

    /// An entry.
    ///
    /// @param position 0, or what [#after] gave, below the end
    /// @return its bytes
    byte[] read(long position);

    /// Where the next entry begins.
    ///
    /// @param position where an entry begins
    /// @return a position
    long after(long position);

    /// Appends an entry, unless others did.
    ///
    /// @param end where the entries end as far as the caller knows
    /// @param entry the bytes
    /// @return false if the end is elsewhere, or it cannot be appended now
    boolean append(long end, byte[] entry);
}
