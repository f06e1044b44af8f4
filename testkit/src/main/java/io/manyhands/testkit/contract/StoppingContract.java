package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.WorkersStatistics;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Cancel and timeouts stop the work, or say that it is stuck (T7).
public abstract class StoppingContract extends Contract {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int OFTEN = 300;
    private static final String KILLED = "a task that ignores its interrupt is killed, not stuck";

    /// For the kinds.
    protected StoppingContract() {}

    @Test
    @Tag("T7")
    void cancelInterruptsRunningTask() throws Exception {
        Workers workers = open(1);
        Notes told = new Notes();
        TaskFuture<?> running = workers.submit(() -> waitAndTell(told));
        told.await(1);
        assertThat(running.cancel(true)).isTrue();
        assertThat(running.status()).isEqualTo(TaskStatus.CANCELLED);
        told.await(2);
        assertThat(told.lines()).containsExactly("begun", "interrupted");
    }

    @Test
    @Tag("T7")
    void cancelWithoutInterruptLetsTaskGoOn() throws Exception {
        Workers workers = open(1);
        Notes told = new Notes();
        Signal release = signal();
        TaskFuture<?> running =
                workers.submit(() -> {
                    told.add("begun");
                    release.await();
                    told.add("end interrupted=" + Thread.currentThread().isInterrupted());
                });
        told.await(1);
        assertThat(running.cancel(false)).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(running::get);
        release.give();
        workers.close();
        assertThat(told.lines()).containsExactly("begun", "end interrupted=false");
    }

    @Test
    @Tag("T7")
    void interruptNeverReachesNextTask() throws Exception {
        Workers workers = open(1);
        Tally leaks = new Tally();
        for (int i = 0; i < OFTEN; i++) {
            Signal begun = signal();
            TaskFuture<?> spinning =
                    workers.submit(() -> {
                        begun.give();
                        Thread.onSpinWait();
                    });
            TaskFuture<?> next =
                    workers.submit(() -> {
                        if (Thread.interrupted()) {
                            leaks.increment();
                        }
                    });
            begun.await();
            boolean _ = spinning.cancel(true);
            assertThat((Object) next.get()).isNull();
        }
        assertThat(leaks.count()).isZero();
    }

    @Test
    @Tag("T7")
    void taskThatInterruptsItselfLeavesNoInterruptToNext() throws Exception {
        Workers workers = open(1);
        for (int i = 0; i < OFTEN; i++) {
            TaskFuture<?> _ = workers.submit(() -> Thread.currentThread().interrupt());
            assertThat(workers.submit(() -> Thread.currentThread().isInterrupted()).get())
                    .isFalse();
        }
    }

    @Test
    @Tag("T7")
    void cancelledTaskThatIgnoresInterruptIsStuckAndReplaced() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, KILLED);
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> deaf = workers.named("deaf").submit(() -> deaf(begun, release));
        begun.await();
        assertThat(deaf.cancel(true)).isTrue();
        TaskFuture<Integer> next = workers.submit(() -> 1);
        clock.awaitParkedFor(GRACE);
        assertThat(workers.statistics().stuck()).isEmpty();
        clock.advance(GRACE);
        assertThat(next.get()).isEqualTo(1);
        Await.until("the worker is stuck", () -> !workers.statistics().stuck().isEmpty());
        clock.advance(Duration.ofSeconds(5));
        assertThat(workers.statistics().stuck()).hasSize(1);
        WorkersStatistics.Stuck stuck = workers.statistics().stuck().getFirst();
        assertThat(stuck.worker()).isEqualTo(deaf.worker().orElseThrow());
        assertThat(stuck.task()).isEqualTo("deaf-1");
        assertThat(stuck.since()).isEqualTo(Duration.ofSeconds(5));
        assertThat(stuck.where()).anyMatch(frame -> frame.getMethodName().equals("awaitDeafly"));
        release.give();
        Await.until("the worker is free", () -> workers.statistics().stuck().isEmpty());
        assertThat(workers.statistics().spares()).isZero();
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
    }

    @Test
    @Tag("T7")
    void taskThatEndsWithinGraceIsNotStuck() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> slow = workers.submit(() -> deaf(begun, release));
        begun.await();
        assertThat(slow.cancel(true)).isTrue();
        clock.awaitParkedFor(GRACE);
        clock.advance(GRACE.minusNanos(1));
        clock.awaitParkedFor(Duration.ofNanos(1));
        release.give();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        clock.advance(GRACE);
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
        assertThat(workers.statistics().stuck()).isEmpty();
        assertThat(workers.statistics().spares()).isZero();
    }

    @Test
    @Tag("T7")
    void timedOutTaskThatIgnoresInterruptEndsWithGrace() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, KILLED);
        Workers workers = openOnClock(1);
        Duration limit = Duration.ofSeconds(10);
        Signal begun = signal();
        Signal release = signal();
        Submitter limited = workers.withTimeout(limit);
        TaskFuture<?> deaf = limited.submit(() -> deaf(begun, release));
        begun.await();
        clock.awaitParkedFor(limit);
        clock.advance(limit);
        clock.awaitParkedFor(GRACE);
        assertThat(deaf.status()).isEqualTo(TaskStatus.RUNNING);
        clock.advance(GRACE);
        TaskTimeoutException timeout = (TaskTimeoutException) failureOf(deaf).getCause();
        assertThat(timeout).isNotNull();
        assertThat(timeout.isStopped()).isFalse();
        assertThat(timeout.limit()).isEqualTo(limit);
        assertThat(deaf.status()).isEqualTo(TaskStatus.TIMED_OUT);
        Await.until("the worker is stuck", () -> workers.statistics().stuck().size() == 1);
        release.give();
        Await.until("the worker is free", () -> workers.statistics().stuck().isEmpty());
    }

    @Test
    @Tag("T7")
    @Tag("W1")
    void shutdownNowEndsThoughTaskIsStuck() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, KILLED);
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> deaf = workers.submit(() -> deaf(begun, release));
        begun.await();
        assertThat(workers.shutdownNow()).isEmpty();
        clock.awaitParkedFor(GRACE);
        assertThat(workers.isTerminated()).isFalse();
        assertThat(deaf.status()).isEqualTo(TaskStatus.RUNNING);
        clock.advance(GRACE);
        assertThat(workers.awaitTermination(1, TimeUnit.DAYS)).isTrue();
        assertThat(deaf.status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(workers.statistics().stuck()).hasSize(1);
        // Does not wait for the stuck one.
        workers.close();
        release.give();
    }

    @Test
    @Tag("T7")
    void manyStuckTasksAreAllReplaced() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, KILLED);
        int count = 5;
        Workers workers = openOnClock(1);
        Signal release = signal();
        for (int i = 1; i <= count; i++) {
            int stuck = i;
            Signal begun = signal();
            TaskFuture<?> deaf = workers.submit(() -> deaf(begun, release));
            begun.await();
            assertThat(deaf.cancel(true)).isTrue();
            clock.awaitParkedFor(GRACE);
            clock.advance(GRACE);
            Await.until("one more", () -> workers.statistics().stuck().size() == stuck);
        }
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        release.give();
        Await.until("all are free", () -> workers.statistics().stuck().isEmpty());
        List<TaskFuture<Integer>> after = workers.submitAll(List.of(() -> 1, () -> 2));
        assertThat(after.get(1).get()).isEqualTo(2);
        assertThat(workers.statistics().spares()).isZero();
    }

    private static void deaf(Signal begun, Signal release) {
        begun.give();
        release.awaitDeafly();
    }

    private static void waitAndTell(Notes told) {
        told.add("begun");
        try {
            new Signal().await();
        } catch (InterruptedException stop) {
            told.add("interrupted");
        }
    }
}
