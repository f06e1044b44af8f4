package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.SharedFile;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedSemaphore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process leaves a room while its threads are in the middle of changes.
class LeavingTest {
    private static final int ROUNDS = 25;
    private static final int THREADS = 3;
    private static final int PERMITS = 5;
    private static final int CAPACITY = 7;

    @TempDir Path directory;

    private Path path;
    private Room room;

    @BeforeEach
    void makeRoom() {
        path = directory.resolve("room");
        room = Room.make(path, false, null);
    }

    @Test
    void memoryIsOutOfReachOnceOthersMayTakeOver() throws Exception {
        SharedSemaphore semaphore = room.semaphore("permits", PERMITS);
        int self = room.self();
        CountDownLatch begun = new CountDownLatch(1);
        try (SharedFile file = SharedFile.open(path.resolve(RoomFiles.MEMBERS))) {
            MemberTable table = new MemberTable(file.words(), RoomFiles.TABLE_AT);
            FutureTask<Integer> late =
                    start(
                            "late",
                            () -> {
                                begun.countDown();
                                while (!table.isGone(self)) {
                                    Thread.onSpinWait();
                                }
                                return semaphore.availablePermits();
                            });
            begun.await();
            room.close();
            ensureFails(late);
        }
    }

    @Test
    void objectsAreSoundForThoseWhoComeAfter() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            AtomicLong changes = new AtomicLong();
            List<FutureTask<Integer>> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(start("changer-" + i, () -> change(changes)));
            }
            int enough = 100 + random.nextInt(5_000);
            while (changes.get() < enough) {
                Thread.onSpinWait();
            }
            room.close();
            for (FutureTask<Integer> thread : threads) {
                ensureFails(thread);
            }
            room = Room.attach(path.toString());
            ensureSound();
        }
        room.close();
    }

    private SharedSemaphore permits() {
        return room.semaphore("permits", PERMITS);
    }

    private SharedQueue<Integer> items() {
        return room.queue("items", CAPACITY);
    }

    /// Without end.
    private int change(AtomicLong changes) {
        SharedSemaphore semaphore = permits();
        SharedQueue<Integer> queue = items();
        while (true) {
            if (semaphore.tryAcquire(2)) {
                boolean _ = queue.offer(1);
                semaphore.release(2);
            }
            Integer _ = queue.poll();
            changes.incrementAndGet();
        }
    }

    private void ensureSound() {
        SharedSemaphore semaphore = permits();
        assertThat(semaphore.tryAcquire(PERMITS)).isTrue();
        assertThat(semaphore.tryAcquire(1)).isFalse();
        semaphore.release(PERMITS);
        SharedQueue<Integer> queue = items();
        assertThat(queue.drainTo(new ArrayList<>())).isLessThanOrEqualTo(CAPACITY);
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        assertThat(queue.offer(CAPACITY)).isFalse();
        List<Integer> all = new ArrayList<>();
        assertThat(queue.drainTo(all)).isEqualTo(CAPACITY);
        assertThat(all).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void threadsThatWaitFail() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SharedEvent never = room.event("never");
            CountDownLatch begun = new CountDownLatch(2 * THREADS);
            Callable<Integer> wait =
                    () -> {
                        begun.countDown();
                        never.await();
                        return 0;
                    };
            List<FutureTask<Integer>> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(start("waiter-" + i, wait));
                FutureTask<Integer> virtual = new FutureTask<>(wait);
                Thread _ = Thread.startVirtualThread(virtual);
                threads.add(virtual);
            }
            begun.await();
            room.close();
            for (FutureTask<Integer> thread : threads) {
                ensureFails(thread);
            }
            room = Room.attach(path.toString());
        }
        room.close();
    }

    private static FutureTask<Integer> start(String name, Callable<Integer> work) {
        FutureTask<Integer> task = new FutureTask<>(work);
        Thread _ = Thread.ofPlatform().name(name).start(task);
        return task;
    }

    private static void ensureFails(FutureTask<Integer> task) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(task::get)
                .withCauseInstanceOf(IllegalStateException.class);
    }
}
