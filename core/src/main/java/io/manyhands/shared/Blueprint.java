package io.manyhands.shared;

import io.manyhands.shared.SharedQueue.Order;
import io.manyhands.shared.SharedTopic.Slow;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What a shared object is to be: its kind, its name and its parameters. Two that are equal stand
/// for the same object, if they have a name. Immutable.
///
/// ```java
/// SharedLock fair = workers.shared(Blueprint.lock("ledger").withFairness());
/// ```
///
/// @param <T> what is made from it
public sealed interface Blueprint<T> extends Serializable {
    /// The longest name, in characters.
    int MAX_NAME = 200;

    /// The name.
    ///
    /// @return not blank, at most [#MAX_NAME] characters; null for an object without one, of which
    ///   each is new
    @Nullable String name();

    /// The kind and the parameters, in words: two of the same name must have the same.
    ///
    /// @return for example `queue, capacity=100, bytes=0, order=FIFO`
    String description();

    /// How it is refused when its name stands for something else.
    ///
    /// @param there the description of what its name stands for
    /// @return the exception to throw
    default IllegalArgumentException refusal(String there) {
        return new IllegalArgumentException(
                "A name stands for one shared object: name="
                        + name()
                        + (", there=[" + there + "], asked=[" + description() + "]"));
    }

    /// Checks a name that must not be left out.
    ///
    /// @param name not blank, at most [#MAX_NAME] characters
    /// @return the same
    /// @throws IllegalArgumentException if it is blank or too long
    static String requireName(String name) {
        String given = Rules.given(name);
        Rules.name(given);
        return given;
    }

    /// A reentrant lock without fairness.
    ///
    /// @param name the name, or null for none
    /// @return the blueprint
    static Lock lock(@Nullable String name) {
        return new Lock(name, false);
    }

    /// A queue in the order of arrival.
    ///
    /// @param name the name, or null for none
    /// @param capacity how many items it takes, at least 1
    /// @param <T> what the items are
    /// @return the blueprint
    static <T> Queue<T> queue(@Nullable String name, int capacity) {
        return new Queue<>(name, capacity, 0, Order.FIFO);
    }

    /// A topic whose slow subscribers lose the oldest messages.
    ///
    /// @param name the name, or null for none
    /// @param capacity how many messages are kept for a subscriber, at least 1
    /// @param <T> what the messages are
    /// @return the blueprint
    static <T> Topic<T> topic(@Nullable String name, int capacity) {
        return new Topic<>(name, capacity, 0, Slow.LOSES_OLDEST);
    }

    /// Of a [SharedLock].
    ///
    /// @param name the name, or null
    /// @param isFair whether it goes to the one who has waited longest
    record Lock(@Nullable String name, boolean isFair) implements Blueprint<SharedLock> {
        /// Checks the name.
        ///
        /// @throws IllegalArgumentException if it is blank or too long
        public Lock {
            Rules.name(name);
        }

        /// The same with fairness: the lock goes to the one who has waited longest. It is slower by
        /// far where many want it.
        ///
        /// @return a new blueprint
        public Lock withFairness() {
            return new Lock(name, true);
        }

        @Override
        public String description() {
            return "lock, fair=" + isFair;
        }
    }

    /// Of a [SharedReadWriteLock].
    ///
    /// @param name the name, or null
    record ReadWriteLock(@Nullable String name) implements Blueprint<SharedReadWriteLock> {
        /// Checks the name.
        ///
        /// @throws IllegalArgumentException if it is blank or too long
        public ReadWriteLock {
            Rules.name(name);
        }

        @Override
        public String description() {
            return "read-write lock";
        }
    }

    /// Of a [SharedSemaphore].
    ///
    /// @param name the name, or null
    /// @param permits how many it has
    record Semaphore(@Nullable String name, int permits) implements Blueprint<SharedSemaphore> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there are fewer
        ///   permits than 1
        public Semaphore {
            Rules.name(name);
            Rules.positive("A semaphore must have permits", "permits", permits);
        }

        @Override
        public String description() {
            return "semaphore, permits=" + permits;
        }
    }

    /// Of a [SharedEvent].
    ///
    /// @param name the name, or null
    record Event(@Nullable String name) implements Blueprint<SharedEvent> {
        /// Checks the name.
        ///
        /// @throws IllegalArgumentException if it is blank or too long
        public Event {
            Rules.name(name);
        }

        @Override
        public String description() {
            return "event";
        }
    }

    /// Of a [SharedBarrier].
    ///
    /// @param name the name, or null
    /// @param parties how many must arrive
    record Barrier(@Nullable String name, int parties) implements Blueprint<SharedBarrier> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there are fewer
        ///   parties than 1
        public Barrier {
            Rules.name(name);
            Rules.positive("A barrier must have parties", "parties", parties);
        }

        @Override
        public String description() {
            return "barrier, parties=" + parties;
        }
    }

    /// Of a [SharedLatch].
    ///
    /// @param name the name, or null
    /// @param count what is to be counted down
    record Latch(@Nullable String name, int count) implements Blueprint<SharedLatch> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or the count is
        ///   negative
        public Latch {
            Rules.name(name);
            Rules.notNegative("A count must not be negative", "count", count);
        }

        @Override
        public String description() {
            return "latch, count=" + count;
        }
    }

    /// Of a [SharedCounter].
    ///
    /// @param name the name, or null
    record Counter(@Nullable String name) implements Blueprint<SharedCounter> {
        /// Checks the name.
        ///
        /// @throws IllegalArgumentException if it is blank or too long
        public Counter {
            Rules.name(name);
        }

        @Override
        public String description() {
            return "counter";
        }
    }

    /// Of a [SharedQueue].
    ///
    /// @param name the name, or null
    /// @param capacity how many items it takes
    /// @param bytes how many bytes its encoded items take at most, where it lives in shared memory;
    ///   0 for what is usual for its capacity
    /// @param order which item is taken next
    /// @param <T> what the items are
    record Queue<T>(@Nullable String name, int capacity, long bytes, Order order)
            implements Blueprint<SharedQueue<T>> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there is room for
        ///   less than an item or for less than no bytes
        public Queue {
            Rules.name(name);
            Rules.positive("A queue must have room for items", "capacity", capacity);
            Rules.notNegative("A number of bytes must not be negative", "bytes", bytes);
            Rules.notNull("order", order);
        }

        /// The same with room for so many bytes, where it lives in shared memory.
        ///
        /// @param most how many the encoded items take at most; 0 for what is usual
        /// @return a new blueprint
        /// @throws IllegalArgumentException if it is negative
        public Queue<T> withBytes(long most) {
            return new Queue<>(name, capacity, most, order);
        }

        /// The same in another order.
        ///
        /// @param other which item is taken next
        /// @return a new blueprint
        public Queue<T> withOrder(Order other) {
            return new Queue<>(name, capacity, bytes, other);
        }

        @Override
        public String description() {
            return "queue, capacity=" + capacity + ", bytes=" + bytes + ", order=" + order;
        }
    }

    /// Of a [SharedPipe].
    ///
    /// @param name the name, or null
    /// @param capacity how many items each direction takes
    /// @param <T> what is sent and received
    record Pipe<T>(@Nullable String name, int capacity) implements Blueprint<SharedPipe<T>> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there is room for
        ///   less than an item
        public Pipe {
            Rules.name(name);
            Rules.positive("A pipe must have room for items", "capacity", capacity);
        }

        @Override
        public String description() {
            return "pipe, capacity=" + capacity;
        }
    }

    /// Of a [SharedTopic].
    ///
    /// @param name the name, or null
    /// @param capacity how many messages are kept for a subscriber
    /// @param bytes how many bytes the encoded messages take at most, where it lives in shared
    ///   memory; 0 for what is usual for its capacity
    /// @param slow what is done about slow subscribers
    /// @param <T> what the messages are
    record Topic<T>(@Nullable String name, int capacity, long bytes, Slow slow)
            implements Blueprint<SharedTopic<T>> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there is room for
        ///   less than a message or for less than no bytes
        public Topic {
            Rules.name(name);
            Rules.positive("A topic must have room for messages", "capacity", capacity);
            Rules.notNegative("A number of bytes must not be negative", "bytes", bytes);
            Rules.notNull("slow", slow);
        }

        /// The same with room for so many bytes, where it lives in shared memory.
        ///
        /// @param most how many the encoded messages take at most; 0 for what is usual
        /// @return a new blueprint
        /// @throws IllegalArgumentException if it is negative
        public Topic<T> withBytes(long most) {
            return new Topic<>(name, capacity, most, slow);
        }

        /// The same with another way to treat slow subscribers.
        ///
        /// @param other what is done about them
        /// @return a new blueprint
        public Topic<T> withSlow(Slow other) {
            return new Topic<>(name, capacity, bytes, other);
        }

        @Override
        public String description() {
            return "topic, capacity=" + capacity + ", bytes=" + bytes + ", slow=" + slow;
        }
    }

    /// Of a [SharedArray].
    ///
    /// @param name the name, or null
    /// @param sizeBytes how large it is
    record Array(@Nullable String name, long sizeBytes) implements Blueprint<SharedArray> {
        /// Checks the parts.
        ///
        /// @throws IllegalArgumentException if the name is blank or too long, or there are fewer
        ///   bytes than 1
        public Array {
            Rules.name(name);
            Rules.positive("An array must have bytes", "sizeBytes", sizeBytes);
        }

        @Override
        public String description() {
            return "array, sizeBytes=" + sizeBytes;
        }
    }
}
