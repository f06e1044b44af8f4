package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.ProcessOptions;
import io.manyhands.Select;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Hold;
import io.manyhands.shared.Lease;
import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedPipe;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedQueue.Order;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What processes share, when one of them dies (S2, S3, S7, S10), and how it reaches them.
public abstract class SharedDeathContract extends Contract {
    private static final int ITEMS = 2_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    /// For the kinds.
    protected SharedDeathContract() {}

    @ParameterizedTest
    @EnumSource(names = {"HALT", "EXIT", "KILLED"})
    @Tag("S2")
    void lockOfADeadHolderGoesToTheNextWithTheMark(Death death) throws Exception {
        Workers workers = open(2);
        SharedLock lock = workers.lock("ledger");
        Signal held = signal();
        Signal release = signal();
        TaskFuture<?> holder =
                workers.submit(() -> {
                    lock.lock();
                    held.give();
                    release.await();
                    death.die();
                });
        held.await();
        Signal waits = signal();
        TaskFuture<Boolean> next =
                workers.submit(() -> {
                    waits.give();
                    try (Hold _ = lock.hold()) {
                        return lock.isRecovered();
                    }
                });
        waits.await();
        release.give();
        assertThat(next.get()).isTrue();
        Object _ = Losses.of(holder);
        assertThat(lock.tryLock(LONG.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        assertThat(lock.isRecovered()).isTrue();
        lock.clearRecovered();
        lock.unlock();
    }

    @Test
    @Tag("S2")
    void lockOfADeadWriterGoesToReadersAndThatOfADeadReaderToWriters() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock table = workers.readWriteLock("table");
        Object _ =
                Losses.of(
                        workers.submit(() -> {
                            table.readLock().lock();
                            Death.KILLED.die();
                        }));
        try (Hold _ = table.writeLock().hold()) {
            assertThat(table.writeLock().isRecovered()).isFalse();
        }
        Object _ =
                Losses.of(
                        workers.submit(() -> {
                            table.writeLock().lock();
                            Death.KILLED.die();
                        }));
        try (Hold _ = table.readLock().hold()) {
            assertThat(table.readLock().isRecovered()).isTrue();
        }
    }

    @Test
    @Tag("S3")
    void permitsOfADeadProcessComeBack() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore("seats", 3);
        Object _ =
                Losses.of(
                        workers.submit(() -> {
                            seats.acquire(2);
                            Death.KILLED.die();
                        }));
        assertThat(seats.tryAcquire(3, LONG)).isTrue();
        seats.release(3);
        assertThat(seats.availablePermits()).isEqualTo(3);
    }

    @Test
    @Tag("S3")
    void barrierBreaksForAllWhenAPartyDies() throws Exception {
        Workers workers = open(2);
        SharedBarrier start = workers.barrier("start", 3);
        Pids pids = new Pids(workers.counter("one"), workers.counter("other"));
        TaskFuture<Integer> dying = workers.submit(() -> pids.awaitAt(start, pids.one));
        TaskFuture<Integer> other = workers.submit(() -> pids.awaitAt(start, pids.other));
        Await.until("two wait", () -> start.waiting() == 2);
        assertThat(SystemProcesses.kill(pids.one.get())).isTrue();
        assertThat(failureOf(other).getCause()).isInstanceOf(BrokenBarrierException.class);
        assertThatExceptionOfType(BrokenBarrierException.class).isThrownBy(start::await);
        assertThat(start.isBroken()).isTrue();
        Object _ = Losses.of(dying);
    }

    /// Who is there, for those who kill.
    private record Pids(SharedCounter one, SharedCounter other) implements java.io.Serializable {
        int awaitAt(SharedBarrier barrier, SharedCounter place) throws Exception {
            place.set(Losses.ownPid());
            return barrier.await();
        }
    }

    @Test
    @Tag("S6")
    void endOfAPipeSeesTheDeathOfTheOther() throws Exception {
        Workers workers = open(1);
        SharedPipe<Integer> pipe = workers.pipe(2);
        PipeEnd<Integer> left = pipe.left();
        PipeEnd<Integer> right = pipe.right();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    right.send(2 * right.receive());
                    right.receive();
                    right.send(3);
                    Death.KILLED.die();
                });
        left.send(1);
        assertThat(left.receive()).isEqualTo(2);
        Actor<Integer> first = Actor.start(left::receive).awaitWaiting();
        Actor<Integer> second = Actor.start(left::receive).awaitWaiting();
        SharedQueue<Integer> other = workers.queue(1);
        Select<Integer> select =
                new Select<Integer>().receive(left, item -> item).take(other, item -> item);
        Actor<Integer> third = Actor.start(select::await).awaitWaiting();
        left.send(0);
        first.awaitEnd();
        second.awaitEnd();
        third.awaitEnd();
        assertThat(List.of(endOf(first), endOf(second), endOf(third)))
                .containsExactlyInAnyOrder(3, PipeBrokenException.class, PipeBrokenException.class);
        Object _ = Losses.of(dying);
        assertThatExceptionOfType(PipeBrokenException.class)
                .isThrownBy(() -> left.receive(LONG))
                .withMessageContaining("gone=");
        left.send(4);
        left.send(5);
        assertThatExceptionOfType(PipeBrokenException.class).isThrownBy(() -> left.send(6));
        // Another process has the end now.
        assertThat(workers.submit(() -> right.receive()).get()).isEqualTo(4);
        assertThat(left.receive(Duration.ofMillis(1))).isNull();
    }

    private static Object endOf(Actor<Integer> receiver) throws Exception {
        return receiver.hasFailed() ? receiver.failure().getClass() : receiver.result();
    }

    @Test
    @Tag("S3")
    void waiterThatDiesIsForgottenAndNothingIsLostWithIt() throws Exception {
        Workers workers = open(2);
        SharedQueue<String> orders = workers.queue("orders", 10);
        SharedCounter first = workers.counter("first");
        TaskFuture<String> dying =
                workers.submit(() -> {
                    first.set(Losses.ownPid());
                    return orders.take();
                });
        Await.until("one waits", () -> first.get() != 0);
        assertThat(SystemProcesses.kill(first.get())).isTrue();
        orders.put("order");
        // By the dead one's end, or by the next.
        String taken;
        try {
            taken = dying.get();
        } catch (ExecutionException lost) {
            taken = orders.take();
        }
        assertThat(taken).isEqualTo("order");
        SharedEvent ready = workers.event("ready");
        TaskFuture<?> waiting = workers.submit(() -> ready.await());
        ready.set();
        assertThat(waiting.get()).isNull();
    }

    @Test
    @Tag("S7")
    void itemsAreNeitherLostNorSeenTwiceWhenAProducerDies() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> orders = workers.queue("orders", 64);
        SharedCounter confirmed = workers.counter("confirmed");
        SharedCounter producer = workers.counter("producer");
        TaskFuture<?> dying =
                workers.submit(() -> {
                    producer.set(Losses.ownPid());
                    for (int i = 0; ; i++) {
                        orders.put(i);
                        confirmed.incrementAndGet();
                    }
                });
        Set<Integer> taken = new HashSet<>();
        while (taken.size() < ITEMS) {
            assertThat(taken.add(orders.take())).isTrue();
        }
        assertThat(SystemProcesses.kill(producer.get())).isTrue();
        Object _ = Losses.of(dying);
        List<Integer> rest = new ArrayList<>();
        orders.drainTo(rest);
        for (Integer item : rest) {
            assertThat(taken.add(item)).isTrue();
        }
        assertThat((long) taken.size()).isBetween(confirmed.get(), confirmed.get() + 1);
        for (int i = 0; i < confirmed.get(); i++) {
            assertThat(taken).contains(i);
        }
        orders.put(-1);
        assertThat(orders.take()).isEqualTo(-1);
    }

    @Test
    @Tag("S7")
    void itemsAreNeitherLostNorSeenTwiceWhenAConsumerDies() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> orders = workers.queue("orders", 64);
        SharedQueue<Integer> seen = workers.queue("seen", 2 * ITEMS);
        SharedCounter consumer = workers.counter("consumer");
        TaskFuture<?> dying =
                workers.submit(() -> {
                    consumer.set(Losses.ownPid());
                    while (true) {
                        seen.put(orders.take());
                    }
                });
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < ITEMS; i++) {
            orders.put(i);
            all.add(i);
        }
        assertThat(SystemProcesses.kill(consumer.get())).isTrue();
        Object _ = Losses.of(dying);
        List<Integer> left = new ArrayList<>();
        orders.drainTo(left);
        seen.drainTo(left);
        assertThat(left).doesNotHaveDuplicates();
        all.removeAll(left);
        // What it had just taken, and not passed on.
        assertThat(all).hasSizeLessThanOrEqualTo(1);
    }

    /// What it is done with does not, as long as it lives nothing does, and whoever waits is woken.
    @ParameterizedTest
    @EnumSource
    @Tag("S7")
    void leasedItemsOfADeadConsumerComeBack(Order order) throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> orders =
                workers.shared(Blueprint.<Integer>queue("orders", 3).withOrder(order));
        SharedQueue<Integer> leased = workers.queue("leased", 2);
        SharedCounter consumer = workers.counter("consumer");
        Signal never = signal();
        assertThat(orders.addAll(List.of(1, 2, 3))).isTrue();
        TaskFuture<?> dying =
                workers.submit(() -> {
                    orders.lease().done();
                    leased.put(orders.lease().item());
                    leased.put(orders.lease().item());
                    consumer.set(Losses.ownPid());
                    never.await();
                });
        Await.until("it has all", () -> consumer.get() != 0);
        Actor<Integer> first = Actor.start(orders::take).awaitWaiting();
        assertThat(orders.poll()).isNull();
        assertThat(SystemProcesses.kill(consumer.get())).isTrue();
        List<Integer> back = List.of(first.result(), workers.submit(() -> orders.take()).get());
        assertThat(back).containsExactlyInAnyOrder(leased.take(), leased.take());
        assertThat(orders.poll()).isNull();
        assertThat(orders.unfinished()).isEqualTo(2);
        assertThat(orders.remainingCapacity()).isEqualTo(3);
        Object _ = Losses.of(dying);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S6")
    void closedQueueWaitsForTheLeaseOfADeadConsumer(Order order) throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> orders =
                workers.shared(Blueprint.<Integer>queue("orders", 3).withOrder(order));
        SharedCounter consumer = workers.counter("consumer");
        Signal never = signal();
        orders.put(1);
        TaskFuture<?> dying =
                workers.submit(() -> {
                    Lease<Integer> _ = orders.lease();
                    consumer.set(Losses.ownPid());
                    never.await();
                });
        Await.until("it has the item", () -> consumer.get() != 0);
        orders.close();
        Actor<Integer> taker = Actor.start(orders::take).awaitWaiting();
        assertThat(SystemProcesses.kill(consumer.get())).isTrue();
        assertThat(taker.result()).isEqualTo(1);
        assertThatExceptionOfType(QueueClosedException.class).isThrownBy(orders::take);
        Object _ = Losses.of(dying);
    }

    @Test
    void nestedProcessesUseWhatTheyAreGiven() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock("ledger");
        SharedCounter hits = workers.counter("hits");
        TaskFuture<Boolean> nested =
                workers.submit(() -> {
                    try (Workers inner =
                            Workers.processes(ProcessOptions.defaults().withCount(1))) {
                        TaskFuture<?> dying =
                                inner.submit(() -> {
                                    lock.lock();
                                    hits.set(5);
                                    Death.KILLED.die();
                                });
                        Object _ = Losses.of(dying);
                        try (Hold _ = lock.hold()) {
                            return lock.isRecovered();
                        }
                    }
                });
        assertThat(nested.get()).isTrue();
        assertThat(hits.get()).isEqualTo(5);
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void workersInAWorkerGiveTheSameObjects() throws Exception {
        Workers workers = open(1);
        assertThat(workers.submit(() -> workers.counter("hits").incrementAndGet()).get())
                .isEqualTo(1);
        assertThat(workers.counter("hits").get()).isEqualTo(1);
    }

    @Test
    @Tag("S10")
    void nothingIsLeftAfterTheEnd() throws Exception {
        List<String> before = Leavings.files();
        Workers workers = open(1);
        SharedQueue<Integer> orders = workers.queue("orders", 10);
        TaskFuture<?> waiting = workers.submit(() -> orders.take());
        orders.put(1);
        assertThat(waiting.get()).isEqualTo(1);
        assertThat(Leavings.files()).hasSizeGreaterThan(before.size());
        workers.close();
        assertThat(Leavings.files()).isEqualTo(before);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> orders.put(2))
                .withMessageContaining("open");
    }
}
