package io.manyhands.room;

import io.manyhands.memory.RobustBarrier;
import io.manyhands.memory.RobustCounter;
import io.manyhands.memory.RobustEvent;
import io.manyhands.memory.RobustLatch;
import io.manyhands.memory.RobustLock;
import io.manyhands.memory.RobustReadWriteLock;
import io.manyhands.memory.RobustSemaphore;
import io.manyhands.shared.Blueprint;

/// What each kind of shared object is made of.
final class Kinds {
    private static final Kind.Layout EMPTY = (_, _) -> {};

    private Kinds() {}

    static <T> Kind<T> of(Blueprint<T> blueprint) {
        @SuppressWarnings("unchecked") // each kind is that of its blueprint
        Kind<T> kind = (Kind<T>) find(blueprint);
        return kind;
    }

    private static Kind<?> find(Blueprint<?> blueprint) {
        return switch (blueprint) {
            case Blueprint.Lock lock ->
                    new Kind<>(
                            RobustLock.sizeBytes(),
                            EMPTY,
                            object -> new MappedLock(object, lock.isFair()));
            case Blueprint.ReadWriteLock _ ->
                    new Kind<>(RobustReadWriteLock.sizeBytes(), EMPTY, MappedReadWriteLock::new);
            case Blueprint.Semaphore semaphore ->
                    new Kind<>(
                            RobustSemaphore.sizeBytes(),
                            EMPTY,
                            object -> new MappedSemaphore(object, semaphore.permits()));
            case Blueprint.Event _ -> new Kind<>(RobustEvent.sizeBytes(), EMPTY, MappedEvent::new);
            case Blueprint.Barrier barrier ->
                    new Kind<>(
                            RobustBarrier.sizeBytes(),
                            EMPTY,
                            object -> new MappedBarrier(object, barrier.parties()));
            case Blueprint.Latch latch ->
                    new Kind<>(
                            RobustLatch.sizeBytes(),
                            (words, at) -> RobustLatch.lay(words, at, latch.count()),
                            MappedLatch::new);
            case Blueprint.Counter _ ->
                    new Kind<>(RobustCounter.sizeBytes(), EMPTY, MappedCounter::new);
            case Blueprint.Queue<?> queue -> QueueKind.of(queue);
            case Blueprint.Pipe<?> pipe -> MappedPipeEnd.kind(pipe);
            case Blueprint.Topic<?> topic -> MappedTopic.kind(topic);
            case Blueprint.Array array ->
                    new Kind<>(
                            array.sizeBytes(),
                            EMPTY,
                            object -> new MappedArray(object, array.sizeBytes()));
        };
    }
}
