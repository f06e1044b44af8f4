package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedQueue.Order;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Queues that tasks share, as the JDK documents a blocking queue (S1, S8).
public abstract class SharedQueueContract extends Contract {
    private static final int ITEMS = 500;

    /// For the kinds.
    protected SharedQueueContract() {}

    /// An item of some size. Travels.
    private record Fruit(int number, String what) implements Serializable {}

    @Test
    @Tag("S1")
    void itemsComeInTheOrderInWhichTheyWerePut() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue("numbers", 7);
        TaskFuture<?> producer =
                workers.submit(() -> {
                    for (int i = 0; i < ITEMS; i++) {
                        queue.put(i);
                    }
                });
        for (int i = 0; i < ITEMS; i++) {
            assertThat(queue.take()).isEqualTo(i);
        }
        producer.get();
        assertThat(queue).isEmpty();
    }

    @Test
    @Tag("T11")
    void takerSeesTheItemAsItWasPut() throws Exception {
        Workers workers = open(1);
        SharedQueue<Object> there = workers.queue(10);
        SharedQueue<Object> back = workers.queue(10);
        TaskFuture<?> echo =
                workers.submit(() -> {
                    for (Object item : there.untilClosed()) {
                        back.put(item);
                    }
                });
        List<Object> items =
                List.of("text", 7, 8L, 2.5, new Fruit(3, "pear"), List.of(1, 2), Order.LIFO);
        for (Object item : items) {
            there.put(item);
            assertThat(back.take()).isEqualTo(item);
        }
        byte[] bytes = {1, 2, 3};
        there.put(bytes);
        assertThat((byte[]) back.take()).containsExactly(1, 2, 3);
        there.close();
        echo.get();
    }

    @Test
    @Tag("S1")
    void fullQueueTakesNoMoreAndEmptyGivesNone() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> queue = workers.queue("two", 2);
        assertThat(queue.remainingCapacity()).isEqualTo(2);
        assertThat(queue.add("a")).isTrue();
        assertThat(queue.offer("b")).isTrue();
        assertThat(queue.remainingCapacity()).isZero();
        assertThat(queue.offer("c")).isFalse();
        assertThat(queue.offer("c", 5, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> queue.add("c"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two");
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.element()).isEqualTo("a");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.remove()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll(5, TimeUnit.MILLISECONDS)).isNull();
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Tag("S5")
    @SuppressWarnings("NullAway") // what is refused
    void nullIsRefused() {
        Workers workers = open(1);
        SharedQueue<String> queue = workers.queue(2);
        assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.add(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.drainTo(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.contains(null)).isFalse();
        assertThat(queue.remove(null)).isFalse();
    }

    @Test
    @Tag("S1")
    void waiterForRoomAndWaiterForAnItemGoOn() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Actor<Integer> taker = Actor.start(queue::take).awaitWaiting();
        workers.submit(() -> queue.put(1)).get();
        assertThat(taker.result()).isEqualTo(1);
        queue.put(2);
        Actor<Boolean> putter = Actor.start(() -> queue.offer(3, 1, TimeUnit.HOURS)).awaitWaiting();
        assertThat(workers.submit(() -> queue.take()).get()).isEqualTo(2);
        assertThat(putter.result()).isTrue();
        assertThat(queue.poll(1, TimeUnit.HOURS)).isEqualTo(3);
    }

    @Test
    @Tag("S1")
    void interruptedWaitHasPutAndTakenNothing() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Actor<Integer> taker = Actor.start(queue::take).awaitWaiting().interrupt();
        assertThat(taker.failure()).isInstanceOf(InterruptedException.class);
        Actor<Integer> leaser = Actor.start(() -> queue.lease().item()).awaitWaiting().interrupt();
        assertThat(leaser.failure()).isInstanceOf(InterruptedException.class);
        queue.put(1);
        Actor<Boolean> putter =
                Actor.start(
                                () -> {
                                    queue.put(2);
                                    return true;
                                })
                        .awaitWaiting()
                        .interrupt();
        assertThat(putter.failure()).isInstanceOf(InterruptedException.class);
        Actor<Boolean> joiner = Actor.start(() -> queue.join(Duration.ofHours(1)));
        assertThat(joiner.awaitWaiting().interrupt().failure())
                .isInstanceOf(InterruptedException.class);
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.poll()).isNull();
    }

    @Test
    @Tag("S1")
    void queueIsACollection() {
        Workers workers = open(1);
        SharedQueue<Integer> queue = filled(workers, 6);
        assertThat(queue).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(queue.contains(3)).isTrue();
        assertThat(queue.contains(9)).isFalse();
        assertThat(queue.remove(3)).isTrue();
        assertThat(queue.remove(3)).isFalse();
        assertThat(queue.removeIf(item -> item == 0)).isTrue();
        assertThat(queue.toArray()).containsExactly(1, 2, 4, 5);
        assertThat(queue.toArray(new Integer[0])).containsExactly(1, 2, 4, 5);
        Iterator<Integer> each = queue.iterator();
        assertThat(each.next()).isEqualTo(1);
        each.remove();
        assertThatThrownBy(each::remove).isInstanceOf(IllegalStateException.class);
        assertThat(queue.retainAll(List.of(2, 5, 7))).isTrue();
        assertThat(queue).containsExactly(2, 5);
        assertThat(queue.removeAll(List.of(2))).isTrue();
        assertThat(queue.addAll(List.of(8, 9))).isTrue();
        assertThat(queue.containsAll(List.of(5, 8, 9))).isTrue();
        assertThat(queue.remainingCapacity()).isEqualTo(3);
        queue.clear();
        assertThat(queue).isEmpty();
        assertThat(queue.remainingCapacity()).isEqualTo(6);
    }

    @Test
    @Tag("S1")
    void oneOfTwoEqualItemsCanBeRemoved() {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(5);
        assertThat(queue.addAll(List.of(1, 2, 1))).isTrue();
        Iterator<Integer> each = queue.iterator();
        for (int i = 0; i < 3; i++) {
            assertThat(each.next()).isEqualTo(i == 1 ? 2 : 1);
        }
        each.remove();
        assertThat(queue).containsExactly(1, 2);
        assertThat(queue.unfinished()).isEqualTo(2);
        assertThat(queue.add(1)).isTrue();
        assertThat(queue.remove(1)).isTrue();
        assertThat(queue).containsExactly(2, 1);
    }

    @Test
    @Tag("S1")
    void drainingTakesInOrderAndMakesRoom() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = filled(workers, 5);
        Actor<Boolean> putter =
                Actor.start(
                                () -> {
                                    queue.put(5);
                                    return true;
                                })
                        .awaitWaiting();
        List<Integer> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained, 2)).isEqualTo(2);
        assertThat(drained).containsExactly(0, 1);
        assertThat(putter.result()).isTrue();
        assertThat(queue.drainTo(drained, 0)).isZero();
        assertThat(queue.drainTo(drained)).isEqualTo(4);
        assertThat(drained).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(queue.drainTo(drained)).isZero();
    }

    @Test
    @Tag("S1")
    void iteratorIsWeaklyConsistent() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = filled(workers, 3);
        Iterator<Integer> each = queue.iterator();
        assertThat(queue.take()).isZero();
        queue.put(3);
        List<Integer> seen = new ArrayList<>();
        each.forEachRemaining(seen::add);
        assertThat(seen).contains(1, 2).doesNotHaveDuplicates();
    }

    @Test
    @Tag("S1")
    void lastInComesFirstWhereThatIsTheOrder() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> stack =
                workers.shared(Blueprint.<String>queue("stack", 5).withOrder(Order.LIFO));
        workers.submit(() -> stack.addAll(List.of("a", "b", "c"))).get();
        assertThat(stack).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(stack.take()).isEqualTo("c");
        stack.put("d");
        assertThat(stack.peek()).isEqualTo("d");
        Queue<String> rest = new ArrayDeque<>();
        assertThat(stack.drainTo(rest)).isEqualTo(3);
        assertThat(rest).containsExactly("d", "b", "a");
    }

    @Test
    @Tag("S1")
    void smallestNumberComesFirstAndEqualOnesInTheOrderOfArrival() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> ranks =
                workers.shared(Blueprint.<String>queue("ranks", 5).withOrder(Order.PRIORITY));
        ranks.put("late", 5);
        ranks.put("plain");
        workers.submit(() -> ranks.put("first", Long.MIN_VALUE)).get();
        assertThat(ranks.offer("plain too", 0, Duration.ZERO)).isTrue();
        ranks.put("also late", 5);
        assertThat(ranks.offer("no room", 0, Duration.ofMillis(1))).isFalse();
        assertThat(ranks)
                .containsExactlyInAnyOrder("first", "plain", "plain too", "late", "also late");
        assertThat(workers.submit(() -> ranks.take()).get()).isEqualTo("first");
        assertThat(ranks.remove("plain too")).isTrue();
        assertThat(ranks.poll()).isEqualTo("plain");
        assertThat(ranks.poll()).isEqualTo("late");
        SharedQueue<String> line = workers.queue(1);
        assertThatThrownBy(() -> line.put("a", 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("order=FIFO");
        assertThat(line).isEmpty();
    }

    @Test
    @Tag("S8")
    void itemThatCannotTravelIsRefusedByThePut() throws Exception {
        assumeKind(Kind.Trait.COPIES);
        Workers workers = open(1);
        SharedQueue<Object> queue = workers.queue(2);
        assertThatThrownBy(() -> queue.put(new Object[] {1, Thread.currentThread()}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value[1]");
        assertThat(queue).isEmpty();
        List<String> list = new ArrayList<>(List.of("a"));
        queue.put(list);
        list.add("later");
        assertThat(queue.take()).isEqualTo(List.of("a"));
    }

    private static SharedQueue<Integer> filled(Workers workers, int count) {
        SharedQueue<Integer> queue = workers.queue(count);
        for (int i = 0; i < count; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        return queue;
    }
}
