package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How threads of one process wait in a room.
class WaitingTest {
    private static final int THREADS = 50;

    @TempDir Path directory;

    private Room room;
    private Board board;

    @BeforeEach
    void makeRoom() throws Exception {
        room = Room.make(directory.resolve("room"), false, null);
        board = Board.create(room);
    }

    @AfterEach
    void leave() {
        room.close();
    }

    @Test
    void everyWaiterTakesOneOfWhatComesOneByOne() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Runnable wait = () -> board.waiting(0).awaitUninterruptibly(() -> board.take(0));
            threads.add(
                    i % 2 == 0
                            ? Thread.startVirtualThread(wait)
                            : Thread.ofPlatform().name("waiter-" + i).start(wait));
        }
        for (int i = 0; i < THREADS; i++) {
            board.add(0, 1);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(board.value(0)).isZero();
    }

    @Test
    void twoThreadsPassANumberToAndFro() throws Exception {
        int rounds = 2_000;
        Thread other =
                Thread.ofPlatform()
                        .name("other")
                        .start(() -> {
                            for (int i = 0; i < rounds; i++) {
                                long asked = 2L * i + 1;
                                board.waiting(0)
                                        .awaitUninterruptibly(() -> board.value(0) == asked);
                                board.set(1, asked + 1);
                            }
                        });
        for (int i = 0; i < rounds; i++) {
            board.set(0, 2L * i + 1);
            board.await(1, 2L * i + 2);
        }
        other.join();
    }

    @Test
    void interruptedWaiterThrowsAndTheOtherIsStillWoken() throws Exception {
        FutureTask<Boolean> interrupted = waiter();
        Thread first = Thread.ofPlatform().name("interrupted").start(interrupted);
        FutureTask<Boolean> other = waiter();
        Thread second = Thread.ofVirtual().name("other").start(other);
        first.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(interrupted::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(second.isAlive()).isTrue();
        board.add(0, 1);
        assertThat(other.get()).isTrue();
        assertThat(board.value(0)).isZero();
    }

    private FutureTask<Boolean> waiter() {
        return new FutureTask<>(() -> board.waiting(0).await(() -> board.take(0), Long.MAX_VALUE));
    }

    @Test
    void interruptStaysForLaterWhereItDoesNotEndTheWait() throws Exception {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    board.set(1, 1);
                    board.waiting(0).awaitUninterruptibly(() -> board.take(0));
                    return Thread.interrupted();
                });
        Thread thread = Thread.ofPlatform().name("waiter").start(task);
        board.await(1, 1);
        thread.interrupt();
        board.add(0, 1);
        assertThat(task.get()).isTrue();
    }

    @Test
    void interruptedThreadAttemptsNothing() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> board.waiting(0).await(() -> true, 0));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptedThreadRingsAndLooksWithoutLeaving() throws Exception {
        int self = room.self();
        Thread.currentThread().interrupt();
        board.add(0, 1);
        room.look();
        assertThat(room.isGoneForSure(self)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(board.waiting(0).await(() -> board.take(0), 0)).isTrue();
    }

    @Test
    void timedWaitEndsAfterItsTimeAndNotBefore() throws Exception {
        for (long millis : new long[] {0, 1, 3, 30}) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            long start = System.nanoTime();
            assertThat(board.waiting(0).await(() -> false, nanos)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
        }
    }

    @Test
    void waitersFailWhenTheirProcessLeaves() throws Exception {
        FutureTask<Boolean> platform = waiter();
        Thread _ = Thread.ofPlatform().name("platform").start(platform);
        FutureTask<Boolean> virtual = waiter();
        Thread _ = Thread.startVirtualThread(virtual);
        while (!board.isAsleep(0, room.self())) {
            Thread.onSpinWait();
        }
        room.close();
        for (FutureTask<Boolean> task : List.of(platform, virtual)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(task::get)
                    .withCauseInstanceOf(IllegalStateException.class)
                    .withMessageContaining(
                            "Shared objects must be used while what made them is open:"
                                    + " what=number 0");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> board.waiting(0).await(() -> false, 1))
                .withMessageContaining("what=number 0");
    }
}
