package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Workers;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.testkit.Await;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Locks to read and to write that tasks share (S1).
@SuppressWarnings("LockNotBeforeTry") // single steps are tested
public abstract class SharedReadWriteLockContract extends Contract {

    /// For the kinds.
    protected SharedReadWriteLockContract() {}

    @Test
    @Tag("S1")
    void manyReadAtOnceAndNobodyWrites() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock lock = workers.readWriteLock("table");
        Signal release = hold(workers, lock.readLock());
        assertThat(lock.readLock().tryLock()).isTrue();
        assertThat(lock.writeLock().tryLock()).isFalse();
        assertThat(lock.readLock().holder()).isNull();
        lock.readLock().unlock();
        release.give();
        Await.until("the lock is free", lock.writeLock()::tryLock);
        lock.writeLock().unlock();
    }

    @Test
    @Tag("S1")
    void whoWritesIsAlone() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock lock = workers.readWriteLock();
        Signal release = hold(workers, lock.writeLock());
        assertThat(lock.readLock().tryLock()).isFalse();
        assertThat(lock.writeLock().tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(lock.writeLock().holder()).contains("worker");
        assertThat(lock.readLock().holder()).isEqualTo(lock.writeLock().holder());
        release.give();
        assertThat(lock.readLock().tryLock(Await.patience().toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        lock.readLock().unlock();
    }

    @Test
    @Tag("S1")
    void writerCanLockToReadAndGoOnReading() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock lock = workers.readWriteLock();
        lock.writeLock().lock();
        lock.writeLock().lock();
        assertThat(lock.readLock().tryLock()).isTrue();
        assertThat(lock.writeLock().holdCount()).isEqualTo(2);
        assertThat(lock.readLock().holdCount()).isEqualTo(1);
        lock.writeLock().unlock();
        lock.writeLock().unlock();
        assertThat(reads(workers, lock)).isTrue();
        lock.readLock().unlock();
        assertThat(lock.readLock().isHeldByCurrentThread()).isFalse();
    }

    private static boolean reads(Workers workers, SharedReadWriteLock lock) throws Exception {
        return workers.submit(
                        () -> {
                            boolean isHad = lock.readLock().tryLock();
                            if (isHad) {
                                lock.readLock().unlock();
                            }
                            return isHad && !lock.writeLock().tryLock();
                        })
                .get();
    }

    @Test
    @Tag("S5")
    void misuseIsRefused() {
        Workers workers = open(1);
        SharedReadWriteLock lock = workers.readWriteLock();
        assertThatThrownBy(lock.readLock()::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith(SharedLockContract.NOT_HELD);
        assertThatThrownBy(lock.writeLock()::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith(SharedLockContract.NOT_HELD);
        assertThatThrownBy(lock.readLock()::newCondition)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("Only a lock that one holds alone has conditions: lock=");
        assertThatThrownBy(lock.readLock()::clearRecovered)
                .isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(lock.writeLock()::clearRecovered)
                .isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    @Tag("S1")
    void interruptedWaiterHasNeitherLock() throws Exception {
        Workers workers = open(1);
        SharedReadWriteLock lock = workers.readWriteLock();
        Signal release = hold(workers, lock.writeLock());
        for (SharedLock each : new SharedLock[] {lock.readLock(), lock.writeLock()}) {
            Actor<Boolean> waiting =
                    Actor.start(
                                    () -> {
                                        each.lockInterruptibly();
                                        return true;
                                    })
                            .awaitWaiting()
                            .interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }
        release.give();
        Await.until("the lock is free", lock.writeLock()::tryLock);
        lock.writeLock().unlock();
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
