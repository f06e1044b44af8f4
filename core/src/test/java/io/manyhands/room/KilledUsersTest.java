package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that use a shared object are killed at random moments; those who live go on.
@SuppressWarnings({
    "WaitNotInLoop",
    "LockNotBeforeTry"
}) // waits end, and locks are released, as is to be shown
class KilledUsersTest {
    private static final int KILLS = Integer.getInteger("io.manyhands.test.kills", 3);
    private static final long SEED = Long.getLong("io.manyhands.test.seed", System.nanoTime());
    private static final long PATIENCE_SECONDS = 30;

    @TempDir Path directory;

    private Room room;
    private @Nullable Process mortal;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false);
    }

    @AfterEach
    void leave() throws Exception {
        kill();
        room.close();
    }

    private void kill() throws InterruptedException {
        if (mortal != null) {
            boolean _ = mortal.toHandle().destroyForcibly();
            int _ = mortal.waitFor();
        }
    }

    /// A process uses the object, and this one too, until the other is killed; then this one still
    /// can.
    @ParameterizedTest
    @ValueSource(
            strings = {"lock", "fair", "condition", "semaphore", "read-write", "barrier", "event"})
    void thoseWhoLiveGoOn(String what) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            Room own = Room.make(directory.resolve("room-" + i), false);
            try {
                useUntilKilled(own, what, random.nextInt(3_000_000));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("kill=" + i + ", seed=" + SEED, failure);
            } finally {
                kill();
                own.close();
            }
        }
    }

    private void useUntilKilled(Room own, String what, int nanos) throws Exception {
        Mortal.Use use = Mortal.use(own, what);
        SharedLatch ready = own.shared(new Blueprint.Latch(Mortal.READY, 1));
        mortal = Mortal.start(own, what);
        Process killed = mortal;
        CompletableFuture<Void> using = CompletableFuture.runAsync(() -> useWhile(use, killed));
        assertThat(ready.await(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(killed.isAlive()).isTrue();
        kill();
        using.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ensureWhole(own, what);
    }

    /// As long as the other lives, and some more; a barrier needs both.
    private static void useWhile(Mortal.Use use, Process other) {
        try {
            while (other.isAlive()) {
                use.run();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void ensureWhole(Room own, String what) throws Exception {
        switch (what) {
            case "semaphore" -> {
                SharedSemaphore semaphore =
                        own.shared(new Blueprint.Semaphore("seats", Mortal.PERMITS));
                semaphore.acquire(Mortal.PERMITS);
                assertThat(semaphore.tryAcquire()).isFalse();
                semaphore.release(Mortal.PERMITS);
                assertThat(semaphore.availablePermits()).isEqualTo(Mortal.PERMITS);
            }
            case "barrier" -> {
                SharedBarrier barrier = own.shared(new Blueprint.Barrier("start", 2));
                barrier.reset();
                CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() -> meet(barrier));
                assertThat(meet(barrier) + one.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isOne();
            }
            case "condition" -> ensureSignals(own.shared(Blueprint.lock("lock")));
            default -> Mortal.use(own, what).run();
        }
    }

    private static int meet(SharedBarrier barrier) {
        try {
            return barrier.await(Duration.ofSeconds(PATIENCE_SECONDS));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// One that waits gets the first signal, though the dead one may have waited longer.
    private static void ensureSignals(SharedLock lock) throws Exception {
        Condition condition = lock.condition("changed");
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        CompletableFuture<Void> waits = new CompletableFuture<>();
        Thread waiter =
                Thread.startVirtualThread(() -> {
                    lock.lock();
                    try {
                        waits.complete(null);
                        woken.complete(condition.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
                    } catch (InterruptedException never) {
                        woken.completeExceptionally(never);
                    } finally {
                        lock.unlock();
                    }
                });
        waits.get();
        lock.lock();
        try {
            condition.signal();
        } finally {
            lock.unlock();
        }
        assertThat(woken.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        waiter.join();
    }

    @Test
    void locksConditionsAndPermitsAreTheirHoldersOnly() throws Exception {
        SharedLock lock = room.shared(Blueprint.lock("Ledger / \u00e4"));
        Condition condition = lock.newCondition();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("Only who holds a lock can unlock it");
        assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(lock::clearRecovered).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(lock.condition("a")).isSameAs(lock.condition("a")).isNotSameAs(condition);
        SharedSemaphore semaphore = room.shared(new Blueprint.Semaphore(null, 1));
        assertThatIllegalStateException()
                .isThrownBy(semaphore::release)
                .withMessageContaining("Only permits that were acquired can be released");
        SharedReadWriteLock both = room.shared(new Blueprint.ReadWriteLock(null));
        assertThatThrownBy(both.readLock()::newCondition)
                .isInstanceOf(UnsupportedOperationException.class);
        both.writeLock().lock();
        assertThat(both.writeLock().condition("a").await(1, TimeUnit.MILLISECONDS)).isFalse();
        both.readLock().lock();
        both.readLock().unlock();
        both.writeLock().unlock();
        assertThat(both.readLock().tryLock()).isTrue();
        both.readLock().unlock();
    }

    @Test
    void barrierIsBrokenByOneThatGivesUpAndMendedByAReset() throws Exception {
        SharedBarrier barrier = room.shared(new Blueprint.Barrier(null, 2));
        Thread.currentThread().interrupt();
        assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
        assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() -> meet(barrier));
        while (barrier.waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> barrier.await(() -> fail("done"))).hasMessage("done");
        assertThatThrownBy(one::get).hasRootCauseInstanceOf(BrokenBarrierException.class);
    }

    private static void fail(String message) {
        throw new IllegalArgumentException(message);
    }
}
