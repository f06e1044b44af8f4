package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tasks that end while they hold something (S11).
@SuppressWarnings("LockNotBeforeTry") // to forget it is what is tested
public abstract class SharedHoldingsContract extends Contract {
    private static final int ITEMS = 6;
    private static final int FORGETFUL = 2;
    private static final int MANY = 40;
    private static final String RULE = "must give back what it holds";

    /// For the kinds.
    protected SharedHoldingsContract() {}

    @Test
    @Tag("S11")
    void taskThatEndsWithALockLosesItAndFails() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock("ledger");
        TaskFuture<Integer> forgetful =
                workers.submit(() -> {
                    lock.lock();
                    lock.lock();
                    return 1;
                });
        assertThat(failureOf(forgetful).getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(RULE)
                .hasMessageContaining("lock ledger");
        assertThat(workers.submit(lock::holdCount).get()).isZero();
        lock.lock();
        assertThat(lock.isRecovered()).isTrue();
        lock.unlock();
        assertThat(workers.submit(() -> looksAfter(lock)).get()).isEqualTo("true false");
        assertThat(lock.isRecovered()).isFalse();
    }

    /// The mark stays until somebody clears it.
    private static String looksAfter(SharedLock lock) {
        try (Hold _ = lock.hold()) {
            boolean before = lock.isRecovered();
            lock.clearRecovered();
            return before + " " + lock.isRecovered();
        }
    }

    @Test
    @Tag("S11")
    void ownFailureOfTheTaskComesFirst() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock("ledger");
        TaskFuture<Integer> failing =
                workers.submit(() -> {
                    lock.lock();
                    throw new IllegalArgumentException("its own");
                });
        Throwable cause = failureOf(failing).getCause();
        assertThat(cause).isInstanceOf(IllegalArgumentException.class).hasMessage("its own");
        assertThat(List.of(cause.getSuppressed()))
                .anySatisfy(held -> assertThat(held).hasMessageContaining(RULE));
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.isRecovered()).isTrue();
        lock.unlock();
    }

    @Test
    @Tag("S11")
    void taskThatGivesBackWhatItHeldFailsNot() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        SharedReadWriteLock table = workers.readWriteLock();
        int value =
                workers.submit(
                                () -> {
                                    try (Hold _ = lock.hold();
                                            Hold _ = table.writeLock().hold();
                                            Hold _ = table.readLock().hold();
                                            Hold _ = lock.hold()) {
                                        return lock.holdCount();
                                    }
                                })
                        .get();
        assertThat(value).isEqualTo(2);
        assertThat(lock.isRecovered()).isFalse();
        assertThat(table.writeLock().isRecovered()).isFalse();
    }

    @Test
    @Tag("S11")
    void onlyAWriterLeavesTheMark() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock table = workers.readWriteLock("table");
        TaskFuture<?> reader = workers.submit(() -> table.readLock().lock());
        assertThat(failureOf(reader).getCause()).hasMessageContaining(RULE);
        assertThat(table.writeLock().tryLock()).isTrue();
        assertThat(table.writeLock().isRecovered()).isFalse();
        table.writeLock().unlock();
        TaskFuture<?> writer = workers.submit(() -> table.writeLock().lock());
        assertThat(failureOf(writer).getCause()).hasMessageContaining(RULE);
        assertThat(table.readLock().tryLock()).isTrue();
        assertThat(table.readLock().isRecovered()).isTrue();
        table.readLock().unlock();
        table.writeLock().lock();
        table.writeLock().clearRecovered();
        assertThat(table.readLock().isRecovered()).isFalse();
        table.writeLock().unlock();
    }

    @Test
    @Tag("S11")
    void itemOfAMapIsATaskToo() {
        Workers workers = open(1);
        SharedLock lock = workers.lock("ledger");
        Results<Integer> results =
                workers.map(IntStream.range(0, ITEMS).boxed().toList(), item -> useOf(lock, item));
        List<Outcome<Integer>> outcomes = new ArrayList<>();
        try (Results<Outcome<Integer>> all = results.outcomes()) {
            all.forEach(outcomes::add);
        }
        assertThat(outcomes).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            assertThat(outcomes.get(i).isSuccess()).isEqualTo(i != FORGETFUL);
        }
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    private static int useOf(SharedLock lock, int item) {
        lock.lock();
        if (item != FORGETFUL) {
            lock.unlock();
        }
        return item;
    }

    @Test
    @Tag("S11")
    void taskThatHasHeldManyLosesThoseThatItHoldsAndNoOthers() throws Exception {
        Workers workers = open(1);
        SharedLock first = workers.lock("first");
        SharedSemaphore seats = workers.semaphore("seats", 3);
        List<SharedLock> locks = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            locks.add(workers.lock("number " + i));
        }
        TaskFuture<?> forgetful =
                workers.submit(() -> {
                    first.lock();
                    seats.acquire(2);
                    locks.forEach(lock -> {
                        lock.lock();
                        lock.unlock();
                    });
                    locks.getLast().lock();
                    locks.getFirst().lock();
                });
        assertThat(failureOf(forgetful).getCause())
                .hasMessageContaining("lock first")
                .hasMessageContaining("seats")
                .hasMessageContaining("number 0")
                .hasMessageContaining("number " + (MANY - 1))
                .hasMessageNotContaining("number 1,")
                .hasMessageNotContaining("number 7");
        for (SharedLock lock : locks) {
            assertThat(lock.tryLock()).isTrue();
            boolean isOfTask = lock.equals(locks.getFirst()) || lock.equals(locks.getLast());
            assertThat(lock.isRecovered()).isEqualTo(isOfTask);
            lock.unlock();
        }
        assertThat(first.tryLock()).isTrue();
        first.unlock();
        assertThat(seats.availablePermits()).isEqualTo(3);
    }

    @Test
    @Tag("S11")
    void lockThatGoesToAndFroIsTakenFromWhoeverEndsWithIt() throws Exception {
        Workers workers = open(2);
        SharedLock lock = workers.lock("ledger");
        SharedSemaphore seats = workers.semaphore("seats", 2);
        Signal mine = signal();
        Signal other = signal();
        TaskFuture<?> task =
                workers.submit(() -> {
                    useOf(lock, 0);
                    seats.acquire();
                    mine.give();
                    other.await();
                    lock.lock();
                });
        mine.await();
        workers.submit(
                        () -> {
                            seats.acquire();
                            seats.release();
                            return useOf(lock, 1);
                        })
                .get();
        lock.lock();
        lock.unlock();
        other.give();
        assertThat(failureOf(task).getCause())
                .hasMessageContaining("ledger")
                .hasMessageContaining("seats");
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.isRecovered()).isTrue();
        lock.unlock();
        assertThat(seats.availablePermits()).isEqualTo(2);
    }
}
