package io.manyhands.shared;

import java.time.Duration;

/// Where messages are published, each for all who have subscribed, across threads and processes.
///
/// ```java
/// SharedTopic<Price> prices = workers.topic("prices", 100);
/// try (Subscription<Price> all = prices.subscribe()) {
///     prices.publish(price);
///     all.receive();
/// }
/// ```
///
/// A subscriber gets what is published after it has subscribed, in one order for all. For one that
/// is slow, so many messages are kept as the topic was made with; what happens to more, [Slow]
/// says. A process that dies has no more subscriptions. What happened before a message was
/// published is seen by who receives it. It can be captured by a task. Thread-safe.
///
/// @param <T> what the messages are; never null
public interface SharedTopic<T> {
    /// What is done about a subscriber for whom as many messages are kept as can be. Immutable.
    enum Slow {
        /// It loses the oldest, and is told how many.
        LOSES_OLDEST,
        /// The publisher waits for it.
        HOLDS_UP
    }

    /// Publishes a message; blocks only while a slow subscriber holds it up.
    ///
    /// @param message what is published
    /// @throws InterruptedException if interrupted; nobody gets the message then
    /// @throws QueueClosedException if the topic is closed
    void publish(T message) throws InterruptedException;

    /// Publishes a message, unless slow subscribers hold it up for too long.
    ///
    /// @param message what is published
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return whether it was published
    /// @throws InterruptedException if interrupted; nobody gets the message then
    /// @throws QueueClosedException if the topic is closed
    boolean publish(T message, Duration timeout) throws InterruptedException;

    /// Subscribes, from now on. Never blocks.
    ///
    /// @return the subscription, to be closed
    /// @throws QueueClosedException if the topic is closed
    Subscription<T> subscribe();

    /// How many have subscribed at this moment.
    ///
    /// @return at least 0
    int subscribers();

    /// Lets nothing more be published; what was can be received. Never blocks.
    void close();

    /// Whether it was closed.
    ///
    /// @return true after a close
    boolean isClosed();
}
