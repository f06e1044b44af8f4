package io.manyhands.shared;

/// An item that was taken from a queue on trust: it comes back, unless it is done.
///
/// ```java
/// try (Lease<Order> lease = orders.lease()) {
///     ship(lease.item());
///     lease.done();
/// }
/// ```
///
/// When it is closed before it is done, or its process dies, the item is in the queue again, before
/// the others. Thread-safe.
///
/// @param <T> what the item is
public interface Lease<T> extends AutoCloseable {
    /// The item.
    ///
    /// @return the same at each call
    T item();

    /// Says that the item is done with: it does not come back, and is done for
    /// [SharedQueue#join()]. Never blocks.
    ///
    /// @throws IllegalStateException if it is done or given back already
    void done();

    /// Gives the item back, unless it is done. Never blocks; does nothing the second time.
    @Override
    void close();
}
