package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedQueue.Order;
import io.manyhands.shared.SharedTopic.Slow;

/// What users share while they are killed.
public enum SharedKind {
    /// A lock.
    LOCK,
    /// A fair lock.
    FAIR,
    /// A lock with two conditions.
    CONDITION,
    /// A read-write lock.
    READ_WRITE,
    /// A semaphore.
    SEMAPHORE,
    /// Two events for each pair of users.
    EVENT,
    /// A barrier.
    BARRIER,
    /// Latches, one after the other.
    LATCH,
    /// A counter.
    COUNTER,
    /// A word of an array.
    ARRAY,
    /// A queue in the order of arrival.
    QUEUE,
    /// A queue whose last item comes first.
    LIFO,
    /// A queue with priorities.
    PRIORITY,
    /// A topic whose slow subscribers lose the oldest messages.
    TOPIC,
    /// A topic whose slow subscribers hold up publishers.
    TOPIC_HOLDS_UP,
    /// A pipe for each pair of users.
    PIPE;

    Use use(Use.Seat seat) {
        return switch (this) {
            case LOCK -> new LockUse(seat, false);
            case FAIR -> new LockUse(seat, true);
            case CONDITION -> new ConditionUse(seat);
            case READ_WRITE -> new ReadWriteUse(seat);
            case SEMAPHORE -> new SemaphoreUse(seat);
            case EVENT -> new EventUse(seat);
            case BARRIER -> new BarrierUse(seat);
            case LATCH -> new LatchUse(seat);
            case COUNTER -> new CounterUse(seat, false);
            case ARRAY -> new CounterUse(seat, true);
            case QUEUE -> new QueueUse(seat, Order.FIFO);
            case LIFO -> new QueueUse(seat, Order.LIFO);
            case PRIORITY -> new QueueUse(seat, Order.PRIORITY);
            case TOPIC -> new TopicUse(seat, Slow.LOSES_OLDEST);
            case TOPIC_HOLDS_UP -> new TopicUse(seat, Slow.HOLDS_UP);
            case PIPE -> new PipeUse(seat);
        };
    }
}
