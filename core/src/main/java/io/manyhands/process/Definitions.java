package io.manyhands.process;

/// The entries of the dictionary that payloads are encoded with, as a channel sees them: it sends
/// those that its worker does not know before the payload that may need them. They grow only.
/// Thread-safe.
interface Definitions {
    /// How many there are.
    int size();

    /// One of them.
    ///
    /// @param id from 0 to below [#size()]
    byte[] entry(int id);
}
