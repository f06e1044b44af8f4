package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.shared.SharedSemaphore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What locks, semaphores and barriers of processes refuse, and how a barrier breaks and is mended.
@SuppressWarnings({
    "WaitNotInLoop",
    "LockNotBeforeTry"
}) // waits end, and locks are released, as is to be shown
class MappedLocksTest {
    private static final long PATIENCE_SECONDS = 30;

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

    private static int meet(SharedBarrier barrier) {
        try {
            return barrier.await(Duration.ofSeconds(PATIENCE_SECONDS));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
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
