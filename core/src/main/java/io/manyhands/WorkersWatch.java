package io.manyhands;

/// A listener that watches some workers until this is closed: see [Workers#watch(WorkersListener)].
/// Thread-safe.
@FunctionalInterface
public interface WorkersWatch extends AutoCloseable {
    /// Tells the listener nothing that happens from now on; does nothing if it is closed. Never
    /// blocks.
    @Override
    void close();
}
