package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Deadlocks;
import io.manyhands.Select;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Deadlocks of tasks are found, reported and broken up (S9).
public abstract class DeadlockContract extends Contract {
    private static final String DONE = "done";

    /// For the kinds.
    protected DeadlockContract() {}

    @Test
    @Tag("S9")
    void twoLocksInOppositeOrder() throws Exception {
        Workers workers = open(2);
        SharedLock alice = workers.lock("alice");
        SharedLock bob = workers.lock("bob");
        SharedBarrier both = workers.barrier("both", 2);
        List<TaskFuture<String>> tasks =
                List.of(
                        workers.submit(() -> transfer(alice, bob, both)),
                        workers.submit(() -> transfer(bob, alice, both)));
        Deadlock found = found("lock alice");
        assertThat(found.waiters())
                .extracting(Deadlock.Waiter::waitsFor)
                .containsExactlyInAnyOrder("lock alice", "lock bob");
        for (Deadlock.Waiter waiter : found.waiters()) {
            assertThat(waiter.has()).hasSize(1).doesNotContain(waiter.waitsFor());
            assertThat(waiter.thread()).contains("worker");
            assertThat(waiter.stack())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("transfer");
        }
        assertThat(found.toString()).contains("waits for lock alice").contains("transfer");
        assertOneFailsAndTheOthersGoOn(found, tasks);
    }

    private static String transfer(SharedLock from, SharedLock to, SharedBarrier both)
            throws Exception {
        try (Hold _ = from.hold()) {
            int _ = both.await();
            try (Hold _ = to.hold()) {
                return DONE;
            }
        }
    }

    @Test
    @Tag("S9")
    void permitsThatAreAllHeldByThoseWhoWait() throws Exception {
        Workers workers = open(3);
        SharedSemaphore seats = workers.semaphore("seats", 3);
        SharedBarrier all = workers.barrier("all", 3);
        List<TaskFuture<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(workers.submit(() -> sitTwice(seats, all)));
        }
        Deadlock found = found("semaphore seats");
        assertThat(found.waiters()).hasSize(3);
        assertOneFailsAndTheOthersGoOn(found, tasks);
        assertThat(seats.availablePermits()).isEqualTo(3);
    }

    private static String sitTwice(SharedSemaphore seats, SharedBarrier all) throws Exception {
        seats.acquire();
        try {
            int _ = all.await();
            seats.acquire();
            seats.release();
            return DONE;
        } finally {
            seats.release();
        }
    }

    @Test
    @Tag("S9")
    void queueThatIsFullAndItsConsumerWaitsForTheProducersLock() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> orders = workers.queue("orders", 1);
        SharedLock ledger = workers.lock("ledger");
        SharedEvent locked = workers.event("locked");
        TaskFuture<String> producer =
                workers.submit(() -> {
                    orders.put(0);
                    try (Hold _ = ledger.hold()) {
                        locked.set();
                        orders.put(1);
                        orders.put(2);
                    }
                    return DONE;
                });
        TaskFuture<String> consumer =
                workers.submit(() -> {
                    int _ = orders.take();
                    locked.await();
                    try (Hold _ = ledger.hold()) {
                        orders.clear();
                    }
                    return DONE;
                });
        Deadlock found = found("lock ledger");
        assertThat(found.waiters())
                .extracting(Deadlock.Waiter::waitsFor)
                .containsExactlyInAnyOrder("lock ledger", "room in queue orders");
        assertThat(Deadlocks.breakUp(found)).isTrue();
        Await.until("one ends", () -> producer.isDone() || consumer.isDone());
        // If the consumer is the one who has failed, the producer has none.
        Await.until(
                "both end",
                () -> {
                    orders.clear();
                    return producer.isDone() && consumer.isDone();
                });
        assertThat(endsOf(List.of(producer, consumer)))
                .containsExactlyInAnyOrder(DONE, "DeadlockException");
    }

    @Test
    @Tag("S9")
    void oneWhoSelectsWaitsForAllWhoCouldGive() throws Exception {
        Workers workers = open(2);
        SharedQueue<Integer> bread = workers.queue("bread", 2);
        SharedQueue<Integer> wine = workers.queue("wine", 2);
        SharedLock table = workers.lock("table");
        SharedBarrier both = workers.barrier("both", 2);
        TaskFuture<String> guest =
                workers.submit(() -> {
                    Select<Integer> either =
                            new Select<Integer>()
                                    .take(bread, item -> item)
                                    .take(wine, item -> item);
                    try (Hold _ = table.hold()) {
                        int _ = both.await();
                        int _ = either.await() + either.await() + either.await();
                    }
                    return DONE;
                });
        TaskFuture<String> host =
                workers.submit(() -> {
                    bread.put(1);
                    wine.put(1);
                    int _ = both.await();
                    try (Hold _ = table.hold()) {
                        wine.put(2);
                    }
                    return DONE;
                });
        Deadlock found = found("lock table");
        assertThat(found.waiters())
                .extracting(Deadlock.Waiter::waitsFor)
                .containsExactlyInAnyOrder(
                        "lock table", "items of queue bread or items of queue wine");
        assertThat(Deadlocks.breakUp(found)).isTrue();
        Await.until("one ends", () -> guest.isDone() || host.isDone());
        // If the host is the one who has failed, the guest gets nothing more from it.
        boolean _ = bread.offer(3);
        assertThat(endsOf(List.of(guest, host)))
                .containsExactlyInAnyOrder(DONE, "DeadlockException");
    }

    @Test
    @Tag("S9")
    void twoReadersWhoBothWantToWrite() throws Exception {
        Workers workers = open(2);
        SharedReadWriteLock table = workers.readWriteLock("table");
        SharedBarrier both = workers.barrier("both", 2);
        List<TaskFuture<String>> tasks =
                List.of(
                        workers.submit(() -> upgrade(table, both)),
                        workers.submit(() -> upgrade(table, both)));
        // Who is the first to wait, waits for itself.
        Deadlock found = found("table");
        while (found.waiters().size() < 2) {
            found = found("table");
        }
        assertThat(Deadlocks.breakUp(found)).isTrue();
        // The other one still reads, and so waits for itself.
        Await.until("one has failed", () -> tasks.stream().anyMatch(TaskFuture::isDone));
        Deadlock alone = found("table");
        assertThat(alone.waiters()).hasSize(1);
        assertThat(Deadlocks.breakUp(alone)).isTrue();
        assertThat(endsOf(tasks)).containsExactly("DeadlockException", "DeadlockException");
    }

    private static String upgrade(SharedReadWriteLock table, SharedBarrier both) throws Exception {
        try (Hold _ = table.readLock().hold()) {
            int _ = both.await();
            try (Hold _ = table.writeLock().hold()) {
                return DONE;
            }
        }
    }

    @Test
    @Tag("S9")
    void taskThatWantsTheLockOfWhoWaitsForIt() throws Exception {
        Workers workers = open(1);
        SharedLock ledger = workers.lock("ledger");
        SharedEvent isDone = workers.event("done");
        List<String> told = new ArrayList<>();
        Thread waiter =
                Thread.ofPlatform()
                        .name("program")
                        .start(() -> {
                            try (Hold _ = ledger.hold()) {
                                TaskFuture<String> task =
                                        workers.named("entry").submit(() -> enter(ledger));
                                told.add(endOf(task));
                            } finally {
                                isDone.set();
                            }
                        });
        Deadlock found = found("lock ledger");
        assertThat(found.waiters())
                .extracting(Deadlock.Waiter::waitsFor)
                .anyMatch(what -> what.startsWith("the end of task entry-"));
        assertThat(Deadlocks.breakUp(found)).isTrue();
        isDone.await();
        waiter.join();
        assertThat(told).containsExactly("DeadlockException");
    }

    private static String enter(SharedLock ledger) {
        try (Hold _ = ledger.hold()) {
            return DONE;
        }
    }

    // Helpers.

    private static void assertOneFailsAndTheOthersGoOn(
            Deadlock found, List<TaskFuture<String>> tasks) throws Exception {
        assertThat(Deadlocks.breakUp(found)).isTrue();
        List<String> ends = endsOf(tasks);
        assertThat(ends).filteredOn(DONE::equals).hasSize(tasks.size() - 1);
        assertThat(ends).filteredOn("DeadlockException"::equals).hasSize(1);
    }

    private static List<String> endsOf(List<TaskFuture<String>> tasks) {
        return tasks.stream().map(DeadlockContract::endOf).toList();
    }

    /// How it ends: what it returns, or the simple name of what it throws, or of what its wait
    /// does.
    private static String endOf(TaskFuture<String> task) {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            return String.valueOf(
                    Objects.requireNonNull(failure.getCause()).getClass().getSimpleName());
        } catch (DeadlockException | InterruptedException failure) {
            return failure.getClass().getSimpleName();
        }
    }

    /// The deadlock in which somebody waits for something.
    private static Deadlock found(String waitsFor) {
        List<Deadlock> found = new ArrayList<>();
        Await.until(
                "a deadlock about " + waitsFor,
                () -> {
                    for (Deadlock deadlock : Deadlocks.find()) {
                        if (deadlock.waiters().stream()
                                .anyMatch(waiter -> waiter.waitsFor().contains(waitsFor))) {
                            found.add(deadlock);
                        }
                    }
                    return !found.isEmpty();
                });
        return found.getFirst();
    }
}
