package io.manyhands.shared;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A bounded queue that threads, virtual threads and processes share: a [BlockingQueue] as its
/// Javadoc says, which can be closed, waited for, and taken from on trust.
///
/// ```java
/// SharedQueue<Order> orders = workers.queue("orders", 1_000);
/// workers.execute(() -> {
///     for (Order order : orders.untilClosed()) {
///         ship(order);
///     }
/// });
/// orders.put(order);
/// orders.close();
/// ```
///
/// **Closing.** After [#close()], what is in the queue can be taken; then, and when no lease is
/// open any more, `take()`, `lease()`, `remove()` and `element()` throw [QueueClosedException] and
/// `poll` and `peek` give null, at once. Whatever puts throws it from the moment of the close,
/// those who wait for room included.
///
/// **Between processes** items are encoded by whoever puts them and decoded by whoever takes them,
/// in their own threads; an item that cannot travel is refused by the `put`. `contains`, `remove`
/// and the iterator compare and give copies. A process that dies in the middle of a `put` or a
/// `take` loses and doubles nothing; what it had taken without a lease is gone with it.
///
/// What happened before an item was put is seen by who takes it. An interrupted wait has put or
/// taken nothing. Iterators are weakly consistent, and in the order of a [Order#FIFO] queue only.
/// It can be captured by a task. Thread-safe.
///
/// @param <T> what the items are; never null
public interface SharedQueue<T> extends BlockingQueue<T> {
    /// Which item is taken next. Immutable.
    enum Order {
        /// The one that has waited longest.
        FIFO,
        /// The one that was put last.
        LIFO,
        /// The one with the smallest number, and among equals that which has waited longest.
        PRIORITY
    }

    /// Puts an item with a number, into a queue in the order of priority; blocks while it is full.
    /// What is put without one has the number 0.
    ///
    /// @param item what is put
    /// @param priority the smallest is taken first
    /// @throws InterruptedException if interrupted; nothing was put then
    /// @throws QueueClosedException if the queue is closed
    /// @throws UnsupportedOperationException if its order is another
    void put(T item, long priority) throws InterruptedException;

    /// Puts an item with a number, if the queue gets room for it in time.
    ///
    /// @param item what is put
    /// @param priority the smallest is taken first
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return whether it was put
    /// @throws InterruptedException if interrupted; nothing was put then
    /// @throws QueueClosedException if the queue is closed
    /// @throws UnsupportedOperationException if the order of the queue is another
    boolean offer(T item, long priority, Duration timeout) throws InterruptedException;

    /// Takes an item on trust; blocks until there is one.
    ///
    /// @return the item, to be done with or given back
    /// @throws InterruptedException if interrupted; nothing was taken then
    /// @throws QueueClosedException if the queue is closed and drained
    Lease<T> lease() throws InterruptedException;

    /// Takes an item on trust, if there is one in time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return the item, to be done with or given back; null if there is none in time, or none will
    ///   be as the queue is closed and drained
    /// @throws InterruptedException if interrupted; nothing was taken then
    @Nullable Lease<T> lease(Duration timeout) throws InterruptedException;

    /// Lets nothing more be put into it; what is in it can be taken. Does nothing the second time.
    /// Never blocks.
    void close();

    /// Closes it, and takes what is in it; leased items that come back later are not among it.
    /// Never blocks.
    ///
    /// @return what was not taken, in the order in which it would have been; it counts as done
    List<T> closeNow();

    /// Whether it was closed. There may still be items in it.
    ///
    /// @return true after a close
    boolean isClosed();

    /// What can be taken, item by item, until the queue is closed and drained: for a loop. Each
    /// step is a `take()`, made when the loop asks for the next item.
    ///
    /// The iterator is confined to a thread. An interrupt ends its wait with a
    /// [java.util.concurrent.CancellationException], with the interrupt status set again and no
    /// item taken.
    ///
    /// @return the items; more than one loop share them
    default Iterable<T> untilClosed() {
        return () -> new UntilClosed<>(this::take);
    }

    /// Says that an item is done with that was taken without a lease: for [#join()]. Never blocks.
    ///
    /// @throws IllegalStateException if all that were put are done
    void done();

    /// How many items were put and are not done: those in the queue, those that were taken and for
    /// which [#done()] was not called, and the open leases. What `closeNow`, `clear`,
    /// `remove(Object)`, `removeIf`, `removeAll`, `retainAll` and the iterator remove is done.
    ///
    /// @return at least 0
    long unfinished();

    /// Waits until everything that was put is done.
    ///
    /// @throws InterruptedException if interrupted
    void join() throws InterruptedException;

    /// Waits until everything that was put is done, for a while.
    ///
    /// @param timeout how long to wait at most
    /// @return whether it was done in time
    /// @throws InterruptedException if interrupted
    boolean join(Duration timeout) throws InterruptedException;
}
