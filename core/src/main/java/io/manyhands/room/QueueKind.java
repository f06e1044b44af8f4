package io.manyhands.room;

import io.manyhands.memory.ItemStore;
import io.manyhands.memory.RobustHeap;
import io.manyhands.memory.RobustQueue;
import io.manyhands.memory.Words;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedQueue;

/// What queues are made of: descriptions of classes, then the items.
final class QueueKind {
    private static final long BYTES_PER_ITEM = 1 << 10;
    private static final long LEAST_BYTES = 1 << 20;
    private static final long MOST_BYTES = 1 << 24;
    private static final long LIMIT_BYTES = 1 << 30;

    private QueueKind() {}

    static <T> Kind<MappedQueue<T>> of(Blueprint.Queue<T> queue) {
        long bytes = bytes(queue.bytes(), queue.capacity());
        boolean isRing = queue.order() == SharedQueue.Order.FIFO;
        long size =
                isRing
                        ? RobustQueue.sizeBytes(bytes)
                        : RobustHeap.sizeBytes(queue.capacity(), bytes);
        return new Kind<>(
                ItemCodec.sizeBytes() + size,
                (words, at) -> lay(words, at + ItemCodec.sizeBytes(), queue, bytes),
                object -> new MappedQueue<>(object, queue.order(), store(object, queue.order())));
    }

    /// What the same queue is made of, with no front.
    static Kind<RoomObject> memory(Blueprint.Queue<?> queue) {
        Kind<?> whole = of(queue);
        return new Kind<>(whole.sizeBytes(), whole.layout(), object -> object);
    }

    private static void lay(Words words, long at, Blueprint.Queue<?> queue, long bytes) {
        if (queue.order() == SharedQueue.Order.FIFO) {
            RobustQueue.lay(words, at, queue.capacity(), bytes);
        } else {
            RobustHeap.lay(words, at, queue.capacity(), bytes);
        }
    }

    static ItemStore store(RoomObject object, SharedQueue.Order order) {
        long at = object.at() + ItemCodec.sizeBytes();
        return order == SharedQueue.Order.FIFO
                ? new RobustQueue(object.words(), at, object.members())
                : new RobustHeap(
                        object.words(), at, object.members(), order == SharedQueue.Order.LIFO);
    }

    /// How many bytes there are for so many items.
    ///
    /// @throws IllegalArgumentException if more are wanted than there can be
    static long bytes(long wanted, int capacity) {
        if (wanted > LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "A queue or topic in shared memory can have a gibibyte at most: bytes="
                            + wanted);
        }
        return wanted > 0 ? wanted : Math.clamp(capacity * BYTES_PER_ITEM, LEAST_BYTES, MOST_BYTES);
    }
}
