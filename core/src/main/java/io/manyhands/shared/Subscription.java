package io.manyhands.shared;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one subscriber gets of a [SharedTopic], until it is closed. It stays in its process.
/// Thread-safe: each message goes to one of the threads that receive.
///
/// @param <T> what the messages are
public interface Subscription<T> extends AutoCloseable {
    /// The next message; blocks until there is one.
    ///
    /// @return the message
    /// @throws InterruptedException if interrupted; no message was received then
    /// @throws QueueClosedException if the topic is closed and all was received, or the
    ///   subscription is closed
    T receive() throws InterruptedException;

    /// The next message, if there is one in time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return the message; null if there is none in time, or none will be
    /// @throws InterruptedException if interrupted; no message was received then
    @Nullable T receive(Duration timeout) throws InterruptedException;

    /// What is received, message by message, until the topic or the subscription is closed: for a
    /// loop. As [SharedQueue#untilClosed()].
    ///
    /// @return the messages
    default Iterable<T> untilClosed() {
        return () -> new UntilClosed<>(this::receive);
    }

    /// How many messages it has lost, as it was slow.
    ///
    /// @return at least 0
    long missed();

    /// Ends it: who waits for a message is told. Never blocks; does nothing the second time.
    @Override
    void close();
}
