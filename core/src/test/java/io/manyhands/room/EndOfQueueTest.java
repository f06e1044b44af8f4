package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a queue is over, and when all of it is done.
class EndOfQueueTest {
    @TempDir Path directory;

    private Room room;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false, null);
    }

    @AfterEach
    void leave() {
        room.close();
    }

    @Test
    void closedQueueIsOverWhenNothingCanComeBack() throws Exception {
        for (SharedQueue<Integer> queue :
                List.of(
                        room.<Integer>queue(2),
                        room.shared(Blueprint.<Integer>queue(null, 2).withOrder(order())))) {
            queue.put(1);
            Lease<Integer> lease = queue.lease();
            queue.close();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::remove);
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::element);
            lease.done();
            assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::remove);
            assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::element);
        }
    }

    private static SharedQueue.Order order() {
        return SharedQueue.Order.LIFO;
    }

    @Test
    void allIsDoneThoughSomethingWasDoneTwice() throws Exception {
        SharedQueue<Integer> queue = room.queue(2);
        queue.put(1);
        Lease<Integer> lease = queue.lease();
        queue.done();
        lease.done();
        assertThat(queue.unfinished()).isZero();
        assertThat(queue.join(Duration.ZERO)).isTrue();
    }
}
