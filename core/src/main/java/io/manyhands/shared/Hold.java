package io.manyhands.shared;

/// Something that is had until it is closed, such as a lock: for try-with-resources.
///
/// ```java
/// try (var _ = ledger.hold()) {
///     balance += amount;
/// }
/// ```
///
/// To be closed once, by the thread that got it.
@FunctionalInterface
public interface Hold extends AutoCloseable {
    /// Gives it back. Never blocks.
    @Override
    void close();
}
