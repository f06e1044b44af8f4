package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.Members;
import io.manyhands.memory.SharedFile;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a death wakes that waits for a signal.
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // waits end as is to be shown
class ConditionDeathTest {
    private static final long PATIENCE_SECONDS = 10;

    @TempDir Path directory;

    private Room room;
    private SharedLock lock;
    private Condition changed;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false, null);
        lock = room.shared(Blueprint.lock("ledger"));
        changed = lock.condition("changed");
    }

    @AfterEach
    void leave() {
        room.close();
    }

    private CompletableFuture<Boolean> waiter() throws Exception {
        CompletableFuture<Void> waits = new CompletableFuture<>();
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        Thread _ =
                Thread.startVirtualThread(() -> {
                    lock.lock();
                    try {
                        waits.complete(null);
                        changed.await();
                        woken.complete(true);
                    } catch (Throwable failure) {
                        woken.completeExceptionally(failure);
                    } finally {
                        lock.unlock();
                    }
                });
        waits.get();
        lock.lock();
        lock.unlock();
        return woken;
    }

    @Test
    void waitersGoOnThoughSomebodyElseHasTakenTheLockOfTheDead() throws Exception {
        CompletableFuture<Boolean> one = waiter();
        CompletableFuture<Boolean> other = waiter();
        Process mate = RoomMate.start(room, "hold", 0);
        try (SharedFile file = SharedFile.open(room.path().resolve(RoomFiles.MEMBERS))) {
            MemberTable table = new MemberTable(file.words(), RoomFiles.TABLE_AT);
            SharedLatch held = room.shared(new Blueprint.Latch("held", 1));
            assertThat(held.await(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
            // It does nothing any more; so nobody has time to look before the lock is taken.
            assertThat(table.markGone(member(table, mate.pid()))).isTrue();
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.isRecovered()).isTrue();
            lock.unlock();
            assertThat(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(other.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            boolean _ = mate.toHandle().destroyForcibly();
            int _ = mate.waitFor();
        }
    }

    private static int member(MemberTable table, long pid) {
        for (int slot = 0; slot < Members.MOST; slot++) {
            if (table.member(slot) != 0 && table.pid(slot) == pid) {
                return table.member(slot);
            }
        }
        throw new AssertionError("It must be in the room: pid=" + pid);
    }
}
