package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Deadlocks;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Hold;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What waits and will go on is no deadlock (S9).
@SuppressWarnings("LockNotBeforeTry") // the lock moves on between threads
public abstract class NoDeadlockContract extends Contract {
    private static final int ROUNDS = 3_000;
    private static final int LOOKS = 5;
    private static final long LIMIT_MILLIS = 200;

    /// For the kinds.
    protected NoDeadlockContract() {}

    @Test
    @Tag("S9")
    void locksInTheSameOrderUnderLoad() throws Exception {
        Workers workers = open(3);
        SharedLock alice = workers.lock("alice");
        SharedLock bob = workers.lock("bob");
        SharedSemaphore seats = workers.semaphore("seats", 2);
        SharedQueue<Integer> there = workers.queue("there", 1);
        SharedQueue<Integer> back = workers.queue("back", 1);
        List<TaskFuture<?>> tasks = new ArrayList<>();
        tasks.add(
                workers.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        use(alice, bob, seats);
                        there.put(i);
                        int _ = back.take();
                    }
                }));
        tasks.add(
                workers.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        use(alice, bob, seats);
                        back.put(there.take());
                    }
                }));
        tasks.add(
                workers.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        use(alice, bob, seats);
                    }
                }));
        while (!tasks.stream().allMatch(TaskFuture::isDone)) {
            assertThat(Deadlocks.find()).isEmpty();
        }
        for (TaskFuture<?> task : tasks) {
            assertThat(task.get()).isNull();
        }
    }

    private static void use(SharedLock first, SharedLock second, SharedSemaphore seats)
            throws InterruptedException {
        try (Hold _ = first.hold()) {
            try (Hold _ = second.hold()) {
                seats.acquire();
                seats.release();
            }
        }
    }

    @Test
    @Tag("S9")
    void waitsWithALimitOfTimeEndByThemselves() throws Exception {
        Workers workers = open(2);
        SharedLock alice = workers.lock("alice");
        SharedLock bob = workers.lock("bob");
        SharedBarrier both = workers.barrier("both", 2);
        List<TaskFuture<Boolean>> tasks =
                List.of(
                        workers.submit(() -> tryBoth(alice, bob, both)),
                        workers.submit(() -> tryBoth(bob, alice, both)));
        while (!tasks.stream().allMatch(TaskFuture::isDone)) {
            assertThat(Deadlocks.find()).isEmpty();
        }
        for (TaskFuture<Boolean> task : tasks) {
            assertThat(task.get()).isFalse();
        }
    }

    private static boolean tryBoth(SharedLock from, SharedLock to, SharedBarrier both)
            throws Exception {
        try (Hold _ = from.hold()) {
            int _ = both.await();
            boolean isLocked = to.tryLock(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            int _ = both.await();
            return isLocked;
        }
    }

    @Test
    @Tag("S9")
    void thoseWhoWaitForOneWhoIsAtWork() throws Exception {
        Workers workers = open(2);
        SharedLock ledger = workers.lock("ledger");
        SharedQueue<Integer> orders = workers.queue("orders", 1);
        Signal begun = signal();
        TaskFuture<?> waiting;
        TaskFuture<Integer> consumer;
        try (Hold _ = ledger.hold()) {
            waiting =
                    workers.submit(() -> {
                        begun.give();
                        ledger.lock();
                        ledger.unlock();
                    });
            // Its producer is this thread, which is about to put.
            orders.put(1);
            consumer =
                    workers.submit(() -> {
                        int first = orders.take();
                        return first + orders.take();
                    });
            begun.await();
            for (int i = 0; i < LOOKS; i++) {
                assertThat(Deadlocks.find()).isEmpty();
            }
            orders.put(2);
        }
        assertThat(waiting.get()).isNull();
        assertThat(consumer.get()).isEqualTo(3);
    }

    /// An item that is on lease may come back, whoever has put it.
    @Test
    @Tag("S9")
    void thoseWhoWaitForALeasedItem() throws Exception {
        Workers workers = open(2);
        SharedLock ledger = workers.lock("ledger");
        SharedQueue<Integer> orders = workers.queue("orders", 1);
        Signal put = signal();
        Signal locked = signal();
        TaskFuture<?> producer =
                workers.submit(() -> {
                    orders.put(1);
                    put.give();
                    locked.await();
                    ledger.lock();
                    ledger.unlock();
                });
        put.await();
        Lease<Integer> lease = orders.lease();
        TaskFuture<Integer> consumer =
                workers.submit(() -> {
                    try (Hold _ = ledger.hold()) {
                        locked.give();
                        return orders.take();
                    }
                });
        locked.await();
        for (int i = 0; i < 10 * LOOKS; i++) {
            assertThat(Deadlocks.find()).isEmpty();
        }
        lease.close();
        assertThat(consumer.get()).isEqualTo(1);
        assertThat(producer.get()).isNull();
    }
}
