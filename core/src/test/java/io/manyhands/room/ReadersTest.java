package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedReadWriteLock;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may begin to read.
@SuppressWarnings("LockNotBeforeTry") // nothing fails in between
class ReadersTest {
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

    @Test
    void tryLockToReadPassesWritersThatWait() throws Exception {
        SharedReadWriteLock lock = room.shared(new Blueprint.ReadWriteLock(null));
        lock.readLock().lock();
        Thread writer =
                Thread.ofPlatform()
                        .name("writer")
                        .start(() -> {
                            lock.writeLock().lock();
                            lock.writeLock().unlock();
                        });
        // Others are to stand behind the writer, once it waits.
        while (CompletableFuture.supplyAsync(() -> tryBriefly(lock.readLock())).get()) {
            Thread.onSpinWait();
        }
        boolean isRead =
                CompletableFuture.supplyAsync(
                                () -> {
                                    boolean isDone = lock.readLock().tryLock();
                                    if (isDone) {
                                        lock.readLock().unlock();
                                    }
                                    return isDone;
                                })
                        .get();
        assertThat(isRead).isTrue();
        lock.readLock().unlock();
        writer.join();
    }

    private static boolean tryBriefly(Lock lock) {
        try {
            boolean isDone = lock.tryLock(0, TimeUnit.NANOSECONDS);
            if (isDone) {
                lock.unlock();
            }
            return isDone;
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }
}
