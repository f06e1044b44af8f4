package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Semaphores that tasks share (S1, S5).
public abstract class SharedSemaphoreContract extends Contract {
    private static final int TASKS = 6;
    private static final int ROUNDS = 50;

    /// For the kinds.
    protected SharedSemaphoreContract() {}

    @Test
    @Tag("S1")
    void soManyAtOnceAndNoMore() throws Exception {
        Workers workers = open(3);
        SharedSemaphore seats = workers.semaphore("seats", 2);
        Tally inside = new Tally();
        List<TaskFuture<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(
                    workers.submit(() -> {
                        int most = 0;
                        for (int round = 0; round < ROUNDS; round++) {
                            seats.acquire();
                            most = Math.max(most, inside.increment());
                            int _ = inside.decrement();
                            seats.release();
                        }
                        return most;
                    }));
        }
        for (TaskFuture<Integer> task : tasks) {
            assertThat(task.get()).isBetween(1, 2);
        }
        assertThat(seats.availablePermits()).isEqualTo(2);
    }

    @Test
    @Tag("S1")
    void permitsAreAcquiredAllAtOnce() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore(3);
        assertThat(seats.permits()).isEqualTo(3);
        assertThat(seats.tryAcquire(2)).isTrue();
        assertThat(seats.tryAcquire(2)).isFalse();
        assertThat(seats.tryAcquire(2, Duration.ofMillis(5))).isFalse();
        assertThat(seats.availablePermits()).isEqualTo(1);
        TaskFuture<Integer> waiting =
                workers.submit(() -> {
                    seats.acquire(3);
                    int left = seats.availablePermits();
                    seats.release(3);
                    return left;
                });
        seats.release(2);
        assertThat(waiting.get()).isZero();
        assertThat(seats.availablePermits()).isEqualTo(3);
    }

    @Test
    @Tag("S1")
    void interruptedWaiterKeepsNoPermit() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore(1);
        seats.acquire();
        Actor<Boolean> waiting =
                Actor.start(
                                () -> {
                                    seats.acquire();
                                    return true;
                                })
                        .awaitWaiting()
                        .interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        Actor<Boolean> timed =
                Actor.start(() -> seats.tryAcquire(1, Duration.ofHours(1)))
                        .awaitWaiting()
                        .interrupt();
        assertThat(timed.failure()).isInstanceOf(InterruptedException.class);
        seats.release();
        assertThat(seats.availablePermits()).isEqualTo(1);
    }

    @Test
    @Tag("S1")
    void deafWaiterGetsItsPermitAndKeepsTheInterrupt() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore(1);
        seats.acquire();
        Actor<Boolean> deaf =
                Actor.start(
                                () -> {
                                    seats.acquireUninterruptibly(1);
                                    return Thread.interrupted();
                                })
                        .awaitWaiting()
                        .interrupt();
        seats.release();
        assertThat(deaf.result()).isTrue();
        assertThat(seats.availablePermits()).isZero();
        seats.release();
    }

    @Test
    @Tag("S5")
    void morePermitsThanItHasAreRefused() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore("few", 2);
        assertThatThrownBy(seats::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("few");
        seats.acquire();
        assertThatThrownBy(() -> seats.release(2)).isInstanceOf(IllegalStateException.class);
        assertThat(seats.availablePermits()).isEqualTo(1);
        seats.release();
        assertThatThrownBy(() -> seats.acquire(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("permits=3");
        assertThatThrownBy(() -> seats.tryAcquire(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seats.release(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(seats.availablePermits()).isEqualTo(2);
    }

    @Test
    @Tag("S11")
    void permitsOfATaskThatEndsComeBackAndItFails() throws Exception {
        Workers workers = open(1);
        SharedSemaphore seats = workers.semaphore("seats", 3);
        TaskFuture<Integer> greedy =
                workers.submit(() -> {
                    seats.acquire(2);
                    seats.acquire(1);
                    seats.release(1);
                    return 1;
                });
        assertThat(FailuresContract.failureOf(greedy).getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seats");
        Await.until("the permits are back", () -> seats.availablePermits() == 3);
    }
}
