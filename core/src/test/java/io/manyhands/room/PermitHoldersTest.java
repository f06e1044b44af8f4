package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is said to have the permits of a semaphore.
class PermitHoldersTest {
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
    void onlyTasksAreSaidToHaveThePermitsThatNobodyElseReleases() throws Exception {
        SharedSemaphore semaphore = room.semaphore(4);
        semaphore.acquire(1);
        assertThat(told(semaphore)).isEmpty();
        try (Workers workers = Workers.threads(1)) {
            TaskFuture<Integer> task =
                    workers.submit(() -> {
                        semaphore.acquire(2);
                        int told = told(semaphore).size();
                        CompletableFuture.runAsync(semaphore::release).get();
                        int stillTold = told(semaphore).size();
                        CompletableFuture.runAsync(semaphore::release).get();
                        int untold = told(semaphore).size();
                        semaphore.release();
                        return 100 * told + 10 * stillTold + untold;
                    });
            assertThat(task.get()).isEqualTo(110);
        }
        assertThat(semaphore.availablePermits()).isEqualTo(4);
    }

    private static List<Long> told(SharedSemaphore semaphore) {
        List<Long> counts = new ArrayList<>();
        Holders holders =
                new Holders() {
                    @Override
                    public void hold(Object key, Thread thread, long count) {
                        counts.add(count);
                    }

                    @Override
                    public void hold(Object key, long pid, int thread, long count) {
                        throw new AssertionError("It knows its own threads only");
                    }
                };
        ((Resource) semaphore).tell(holders);
        return counts;
    }
}
