package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedLock;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Locks that tasks share, and their conditions (S1, T11).
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // single steps are tested
public abstract class SharedLockContract extends Contract {
    private static final int TASKS = 4;
    private static final int ROUNDS = 200;

    /// What is said to one who has not the lock.
    static final String NOT_HELD =
            "Only who holds a lock can unlock it and use its conditions: lock=";

    /// For the kinds.
    protected SharedLockContract() {}

    @Test
    @Tag("S1")
    void oneAtATimeAndEachSeesWhatTheOneBeforeDid() throws Exception {
        Workers workers = open(2);
        SharedLock lock = workers.lock("ledger");
        Cell cell = new Cell();
        List<TaskFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(
                    workers.submit(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            try (Hold _ = lock.hold()) {
                                int _ = cell.increment();
                            }
                        }
                    }));
        }
        for (TaskFuture<?> task : tasks) {
            task.get();
        }
        assertThat(cell.value()).isEqualTo(TASKS * ROUNDS);
        cell.end();
    }

    @Test
    @Tag("S1")
    void lockIsReentrantAndCountsItsHolds() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        String told =
                workers.submit(
                                () -> {
                                    lock.lock();
                                    boolean isAgain = lock.tryLock();
                                    String inside = isAgain + " " + lock.holdCount();
                                    lock.unlock();
                                    boolean isStill = lock.isHeldByCurrentThread();
                                    lock.unlock();
                                    return inside + " " + isStill + " " + lock.holdCount();
                                })
                        .get();
        assertThat(told).isEqualTo("true 2 true 0");
        assertThat(lock.isHeldByCurrentThread()).isFalse();
    }

    @Test
    @Tag("S5")
    void unlockWithoutHoldingIsRefused() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Signal release = hold(workers, lock);
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith(NOT_HELD)
                .hasMessageContaining(", holder=" + lock.holder());
        assertThatThrownBy(lock::clearRecovered).isInstanceOf(IllegalMonitorStateException.class);
        release.give();
        Await.until("the lock is free", lock::tryLock);
        lock.unlock();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith(NOT_HELD)
                .hasMessageEndingWith(", holder=null");
    }

    @Test
    @Tag("S1")
    void busyLockIsNotHadAtOnceNorInTooShortATime() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Signal release = hold(workers, lock);
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryLock(0, TimeUnit.SECONDS)).isFalse();
        long began = System.nanoTime();
        assertThat(lock.tryLock(20, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofMillis(20));
        release.give();
        assertThat(lock.tryLock(Await.patience().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        lock.unlock();
    }

    @Test
    @Tag("S1")
    void interruptedWaiterHasNotTheLock() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Signal release = hold(workers, lock);
        Actor<Boolean> waiting =
                Actor.start(
                                () -> {
                                    lock.lockInterruptibly();
                                    return true;
                                })
                        .awaitWaiting()
                        .interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        Actor<Boolean> timed =
                Actor.start(() -> lock.tryLock(1, TimeUnit.HOURS)).awaitWaiting().interrupt();
        assertThat(timed.failure()).isInstanceOf(InterruptedException.class);
        release.give();
        Await.until("the lock is free", lock::tryLock);
        lock.unlock();
    }

    @Test
    @Tag("S1")
    void interruptDoesNotEndLockAndIsKept() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Signal release = hold(workers, lock);
        Actor<Boolean> waiting =
                Actor.start(
                                () -> {
                                    lock.lock();
                                    lock.unlock();
                                    return Thread.currentThread().isInterrupted();
                                })
                        .awaitWaiting()
                        .interrupt();
        release.give();
        assertThat(waiting.result()).isTrue();
        Actor<Boolean> interruptedBefore =
                Actor.start(() -> {
                    Thread.currentThread().interrupt();
                    lock.lockInterruptibly();
                    return true;
                });
        assertThat(interruptedBefore.failure()).isInstanceOf(InterruptedException.class);
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    @Tag("S1")
    void holderHasAName() throws Exception {
        Workers workers = open(1, options -> options.withName("holders"));
        SharedLock lock = workers.lock();
        assertThat(lock.holder()).isNull();
        Signal release = hold(workers, lock);
        assertThat(lock.holder()).contains("holders-worker");
        release.give();
        Await.until("nobody holds it", () -> lock.holder() == null);
    }

    @Test
    @Tag("S1")
    void fairLockGoesToWhoHasWaitedLongest() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.shared(Blueprint.lock("fair").withFairness());
        Signal release = hold(workers, lock);
        Notes notes = new Notes();
        List<Actor<String>> actors = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            String number = Integer.toString(i);
            actors.add(
                    Actor.start(
                                    () -> {
                                        try (Hold _ = lock.hold()) {
                                            notes.add(number);
                                        }
                                        return number;
                                    })
                            .awaitWaiting());
        }
        release.give();
        for (Actor<String> actor : actors) {
            actor.awaitEnd();
        }
        assertThat(notes.lines()).containsExactly("0", "1", "2", "3");
    }

    @Test
    @Tag("S1")
    void conditionWakesWhoWaits() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Condition changed = lock.newCondition();
        Cell cell = new Cell();
        TaskFuture<Integer> waiting =
                workers.submit(() -> {
                    try (Hold _ = lock.hold()) {
                        while (cell.value() == 0) {
                            changed.await();
                        }
                        return lock.holdCount();
                    }
                });
        try (Hold _ = lock.hold()) {
            cell.set(1);
            changed.signalAll();
        }
        assertThat(waiting.get()).isEqualTo(1);
        cell.end();
    }

    @Test
    @Tag("S1")
    void conditionOfANameIsTheSameForAll() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock("guarded");
        Actor<Boolean> waiting =
                Actor.start(
                                () -> {
                                    try (Hold _ = lock.hold()) {
                                        return lock.condition("full").await(1, TimeUnit.HOURS);
                                    }
                                })
                        .awaitWaiting();
        Await.until(
                "the waiter is told",
                () -> {
                    signal(workers, lock);
                    return !waiting.isWaitingNow();
                });
        assertThat(waiting.result()).isTrue();
        assertThatThrownBy(() -> lock.condition(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be blank");
    }

    private static void signal(Workers workers, SharedLock lock) {
        TaskFuture<?> told =
                workers.submit(() -> {
                    try (Hold _ = lock.hold()) {
                        lock.condition("empty").signalAll();
                        lock.condition("full").signal();
                    }
                });
        Await.until("a task has signalled", told::isDone);
    }

    @Test
    @Tag("S1")
    void waitAtAConditionEndsInTimeOrAtAnInterruptWithTheLock() throws Exception {
        Workers workers = open(1);
        SharedLock lock = workers.lock();
        Condition never = lock.newCondition();
        List<ThrowingCallable> uses =
                List.of(
                        never::await,
                        never::awaitUninterruptibly,
                        () -> never.awaitNanos(1),
                        never::signal,
                        never::signalAll);
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use)
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasMessageStartingWith(NOT_HELD);
        }
        lock.lock();
        lock.lock();
        assertThat(never.awaitNanos(1_000_000)).isLessThanOrEqualTo(0);
        assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(lock.holdCount()).isEqualTo(2);
        lock.unlock();
        lock.unlock();
        Actor<Integer> waiting =
                Actor.start(
                                () -> {
                                    lock.lock();
                                    try {
                                        never.await();
                                        return -1;
                                    } catch (InterruptedException stop) {
                                        return lock.holdCount();
                                    } finally {
                                        lock.unlock();
                                    }
                                })
                        .awaitWaiting();
        waiting.interrupt();
        assertThat(waiting.result()).isEqualTo(1);
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    /// Has a task hold a lock until the signal is given.
    private Signal hold(Workers workers, SharedLock lock) throws InterruptedException {
        Signal begun = signal();
        Signal release = signal();
        workers.execute(() -> {
            try (Hold _ = lock.hold()) {
                begun.give();
                release.awaitDeafly();
            }
        });
        begun.await();
        return release;
    }
}
