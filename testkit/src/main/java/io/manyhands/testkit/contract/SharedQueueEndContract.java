package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedPipe;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedQueue.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How queues that tasks share are closed, waited for and taken from on trust; pipes (S6, S7).
public abstract class SharedQueueEndContract extends Contract {
    private static final int ITEMS = 100;

    /// For the kinds.
    protected SharedQueueEndContract() {}

    @Test
    @Tag("S6")
    void closedQueueIsDrainedAndTakesNoMore() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> queue = workers.queue("jobs", ITEMS);
        List<TaskFuture<Integer>> consumers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            consumers.add(workers.submit(() -> sum(queue)));
        }
        int expected = 0;
        for (int i = 0; i < ITEMS; i++) {
            queue.put(i);
            expected += i;
        }
        queue.close();
        queue.close();
        assertThat(queue.isClosed()).isTrue();
        assertThat(consumers.get(0).get() + consumers.get(1).get()).isEqualTo(expected);
        assertThatThrownBy(() -> queue.put(1))
                .isInstanceOf(QueueClosedException.class)
                .hasMessageContaining("jobs");
        assertThatThrownBy(() -> queue.add(1)).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(() -> queue.offer(1)).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(queue::lease).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(queue::remove).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(queue::element).isInstanceOf(QueueClosedException.class);
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll(1, TimeUnit.HOURS)).isNull();
        assertThat(queue.lease(Duration.ofHours(1))).isNull();
    }

    private static int sum(SharedQueue<Integer> queue) {
        int sum = 0;
        for (int item : queue.untilClosed()) {
            sum += item;
        }
        return sum;
    }

    @Test
    @Tag("S6")
    void closeEndsAllWhoWait() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> empty = workers.queue(1);
        Actor<Integer> taker = Actor.start(empty::take).awaitWaiting();
        Actor<Integer> poller = Actor.start(() -> sum(empty)).awaitWaiting();
        workers.submit(empty::close).get();
        assertThat(taker.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(poller.result()).isZero();
        SharedQueue<Integer> full = workers.queue(1);
        full.put(1);
        Actor<Boolean> putter = Actor.start(() -> full.offer(2, 1, TimeUnit.HOURS));
        putter.awaitWaiting();
        full.close();
        assertThat(putter.failure()).isInstanceOf(QueueClosedException.class);
        assertThat(full.take()).isEqualTo(1);
        assertThatThrownBy(full::take).isInstanceOf(QueueClosedException.class);
    }

    @Test
    @Tag("S6")
    void closeNowReturnsWhatWasNotTaken() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> queue = workers.queue(5);
        queue.addAll(List.of("a", "b", "c"));
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.closeNow()).containsExactly("b", "c");
        assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class);
        assertThat(queue.unfinished()).isEqualTo(1);
        queue.done();
        assertThat(queue.join(Duration.ZERO)).isTrue();
        assertThat(queue.closeNow()).isEmpty();
    }

    @Test
    @Tag("S6")
    void interruptedLoopOverAQueueSaysSoAndLosesNothing() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Actor<String> looping =
                Actor.start(
                                () -> {
                                    try {
                                        return "" + sum(queue);
                                    } catch (CancellationException stop) {
                                        return stop.getCause() + " " + Thread.interrupted();
                                    }
                                })
                        .awaitWaiting()
                        .interrupt();
        assertThat(looping.result()).startsWith("java.lang.InterruptedException").endsWith("true");
        queue.put(4);
        queue.close();
        var items = queue.untilClosed().iterator();
        assertThat(items.next()).isEqualTo(4);
        assertThat(items.hasNext()).isFalse();
        assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Tag("S1")
    void joinWaitsUntilAllIsDone() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(10);
        assertThat(queue.join(Duration.ZERO)).isTrue();
        assertThatThrownBy(queue::done).isInstanceOf(IllegalStateException.class);
        queue.addAll(List.of(1, 2, 3));
        assertThat(queue.unfinished()).isEqualTo(3);
        assertThat(queue.join(Duration.ofMillis(2))).isFalse();
        Actor<Boolean> joining =
                Actor.start(
                                () -> {
                                    queue.join();
                                    return queue.isEmpty();
                                })
                        .awaitWaiting();
        workers.submit(
                        () -> {
                            for (int i = 0; i < 2; i++) {
                                int _ = queue.take();
                                queue.done();
                            }
                        })
                .get();
        assertThat(queue.unfinished()).isEqualTo(1);
        assertThat(queue.remove(3)).isTrue();
        assertThat(joining.result()).isTrue();
    }

    /// More bytes pass it than the queue has.
    @Test
    @Tag("S7")
    void leaseThatIsHeldForLongKeepsNobodyFromPutting() throws Exception {
        Workers workers = open(1);
        SharedQueue<byte[]> queue =
                workers.shared(Blueprint.<byte[]>queue(null, 4).withBytes(1 << 14));
        byte[] held = new byte[3_000];
        held[2_999] = 7;
        queue.put(held);
        Lease<byte[]> lease = queue.lease();
        workers.submit(
                        () -> {
                            for (int i = 0; i < ITEMS; i++) {
                                assertThat(queue.offer(new byte[2_000 + i], 1, TimeUnit.MINUTES))
                                        .isTrue();
                                assertThat(queue.take()).hasSize(2_000 + i);
                            }
                        })
                .get();
        lease.close();
        assertThat(queue.take()).isEqualTo(held);
    }

    @Test
    @Tag("S7")
    void leasedItemThatIsNotDoneComesBackFirst() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> queue = workers.queue(2);
        queue.put("a");
        queue.put("b");
        workers.submit(
                        () -> {
                            try (Lease<String> lease = queue.lease()) {
                                if (!lease.item().equals("a")) {
                                    throw new AssertionError(lease.item());
                                }
                            }
                        })
                .get();
        Lease<String> again = queue.lease();
        assertThat(again.item()).isEqualTo("a");
        assertThat(queue.offer("c")).isFalse();
        assertThat(queue.size()).isEqualTo(1);
        again.done();
        again.close();
        assertThatThrownBy(again::done).isInstanceOf(IllegalStateException.class);
        assertThat(queue.unfinished()).isEqualTo(1);
        assertThat(queue.offer("c")).isTrue();
        Lease<String> other = Objects.requireNonNull(queue.lease(Duration.ofHours(1)));
        other.close();
        assertThatThrownBy(other::done).isInstanceOf(IllegalStateException.class);
        assertThat(queue).containsExactly("b", "c");
    }

    @Test
    @Tag("S7")
    void leasedItemKeepsItsPlaceByNumber() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> ranks =
                workers.shared(Blueprint.<String>queue(null, 5).withOrder(Order.PRIORITY));
        ranks.put("one", 1);
        ranks.put("one too", 1);
        Lease<String> lease = ranks.lease();
        ranks.put("zero", 0);
        lease.close();
        List<String> drained = new ArrayList<>();
        assertThat(ranks.drainTo(drained)).isEqualTo(3);
        assertThat(drained).containsExactly("zero", "one", "one too");
    }

    @Test
    @Tag("S7")
    void closedQueueWaitsForItsLeases() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(2);
        queue.put(1);
        Lease<Integer> lease = queue.lease();
        queue.close();
        Actor<Integer> taker = Actor.start(queue::take).awaitWaiting();
        lease.close();
        assertThat(taker.result()).isEqualTo(1);
        SharedQueue<Integer> other = workers.queue(2);
        other.put(1);
        Lease<Integer> last = other.lease();
        other.close();
        Actor<Integer> loop = Actor.start(() -> sum(other)).awaitWaiting();
        last.done();
        assertThat(loop.result()).isZero();
        assertThat(other.join(Duration.ZERO)).isTrue();
    }

    @Test
    @Tag("S6")
    void pipeHasTwoEndsThatSeeEachOtherClose() throws Exception {
        Workers workers = open(1);
        SharedPipe<Integer> pipe = workers.pipe(3);
        PipeEnd<Integer> left = pipe.left();
        PipeEnd<Integer> right = pipe.right();
        TaskFuture<?> doubling =
                workers.submit(() -> {
                    for (int number : right.untilClosed()) {
                        right.send(2 * number);
                    }
                });
        left.send(21);
        assertThat(left.receive()).isEqualTo(42);
        assertThat(left.receive(Duration.ofMillis(1))).isNull();
        left.close();
        doubling.get();
        assertThatThrownBy(() -> right.send(1)).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(left::receive).isInstanceOf(QueueClosedException.class);
    }
}
