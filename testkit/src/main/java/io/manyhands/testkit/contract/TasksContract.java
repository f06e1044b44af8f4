package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Outcome;
import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One outcome, one run, true states (T1, T2, T8, T11).
public abstract class TasksContract extends Contract {
    private static final int MANY = 500;

    /// For the kinds.
    protected TasksContract() {}

    @Test
    @Tag("T1")
    void valueIsOutcome() throws Exception {
        TaskFuture<Integer> answer = open(2).submit(() -> 6 * 7);
        assertThat(answer.get()).isEqualTo(42);
        assertThat(answer.outcomeNow()).isEqualTo(new Outcome.Success<>(42));
        assertThat(answer.outcomeNow().isSuccess()).isTrue();
        assertThat(answer.outcomeNow().orElseThrow()).isEqualTo(42);
    }

    @Test
    @Tag("T1")
    void nullIsValueLikeAnother() throws Exception {
        TaskFuture<@Nullable String> nothing = open(2).<@Nullable String>submit(() -> null);
        assertThat(nothing.get()).isNull();
        assertThat(nothing.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(nothing.outcomeNow().isSuccess()).isTrue();
    }

    @Test
    @Tag("T1")
    void actionGivesNull() throws Exception {
        Tally runs = new Tally();
        TaskFuture<?> action =
                open(2).submit(() -> {
                    runs.increment();
                });
        assertThat((Object) action.get()).isNull();
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void outcomeNeverChanges() throws Exception {
        Workers workers = open(2);
        TaskFuture<Integer> done = workers.submit(() -> 1);
        assertThat(done.get()).isEqualTo(1);
        assertThat(done.cancel(true)).isFalse();
        List<Runnable> _ = workers.shutdownNow();
        assertThat(done.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(done.get()).isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void resultThatComesAfterCancelIsDropped() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<Integer> cancelled =
                workers.submit(() -> {
                    begun.give();
                    release.await();
                    return 1;
                });
        begun.await();
        assertThat(cancelled.cancel(false)).isTrue();
        release.give();
        workers.close();
        assertThat(cancelled.status()).isEqualTo(TaskStatus.CANCELLED);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(cancelled::get);
    }

    @Test
    @Tag("T1")
    void everyFutureEndsAfterShutdownNow() throws Exception {
        Workers workers = open(2);
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        Signal never = signal();
        for (int i = 0; i < MANY; i++) {
            int value = i;
            futures.add(
                    workers.submit(() -> {
                        if (value >= MANY / 2) {
                            never.await();
                        }
                        return value;
                    }));
        }
        assertThat(futures.getFirst().get()).isEqualTo(0);
        List<Runnable> _ = workers.shutdownNow();
        workers.close();
        assertThat(futures).allMatch(TaskFuture::isDone);
        assertThat(futures).allMatch(future -> future.status().isEnd());
    }

    @Test
    @Tag("T2")
    void everyTaskRunsOnce() throws Exception {
        Workers workers = open(4);
        Notes notes = new Notes();
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int value = i;
            tasks.add(() -> {
                notes.add("" + value);
                return value;
            });
        }
        List<TaskFuture<Integer>> futures = workers.submitAll(tasks);
        for (int i = 0; i < MANY; i++) {
            assertThat(futures.get(i).get()).isEqualTo(i);
            assertThat(futures.get(i).attempts()).isEqualTo(1);
        }
        assertThat(notes.lines()).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T2")
    void failedTaskDoesNotRunAgainUnasked() {
        Workers workers = open(2);
        Tally runs = new Tally();
        TaskFuture<Object> failing =
                workers.submit(() -> {
                    runs.increment();
                    throw new IllegalStateException("once");
                });
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get);
        workers.close();
        assertThat(runs.count()).isEqualTo(1);
        assertThat(failing.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T8")
    void taskIsQueuedUntilWorkerBeginsIt() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Signal release = block(workers, 1);
        TaskFuture<Integer> queued = workers.submit(() -> 1);
        assertThat(queued.status()).isEqualTo(TaskStatus.QUEUED);
        assertThat(queued.worker()).isEmpty();
        assertThat(queued.attempts()).isZero();
        release.give();
        assertThat(queued.get()).isEqualTo(1);
        assertThat(queued.status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    @Tag("T8")
    void runningTaskNamesItsWorker() throws Exception {
        Workers workers = open(1);
        Notes thread = new Notes();
        Signal release = signal();
        TaskFuture<?> running =
                workers.submit(() -> {
                    thread.add(Thread.currentThread().getName());
                    release.await();
                });
        thread.await(1);
        assertThat(running.status()).isEqualTo(TaskStatus.RUNNING);
        String worker = workerOf(thread.lines().getFirst());
        assertThat(running.worker()).hasValue(worker);
        assertThat(worker).startsWith(workers.statistics().name() + "-");
        assertThat(running.attempts()).isEqualTo(1);
        release.give();
        Object _ = running.get();
        assertThat(running.worker()).hasValue(worker);
    }

    @Test
    @Tag("T8")
    void queuedTaskThatIsCancelledNeverBegins() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(2);
        Signal release = block(workers, 2);
        Tally runs = new Tally();
        List<TaskFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            futures.add(
                    workers.submit(() -> {
                        runs.increment();
                    }));
        }
        for (TaskFuture<?> future : futures) {
            assertThat(future.cancel(false)).isTrue();
            assertThat(future.status()).isEqualTo(TaskStatus.CANCELLED);
        }
        release.give();
        workers.close();
        assertThat(runs.count()).isZero();
        assertThat(futures).allMatch(future -> future.attempts() == 0);
    }

    @Test
    @Tag("T8")
    void statusOfEachEndIsItsOwn() throws Exception {
        Workers workers = open(2);
        TaskFuture<?> failed = workers.submit(callable(() -> Integer.parseInt("x")));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(failed::get);
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        Map<TaskStatus, Boolean> ends = new HashMap<>();
        for (TaskStatus status : TaskStatus.values()) {
            ends.put(status, status.isEnd());
        }
        assertThat(ends)
                .containsEntry(TaskStatus.QUEUED, false)
                .containsEntry(TaskStatus.RUNNING, false)
                .containsEntry(TaskStatus.SUCCEEDED, true)
                .containsEntry(TaskStatus.FAILED, true)
                .containsEntry(TaskStatus.CANCELLED, true)
                .containsEntry(TaskStatus.TIMED_OUT, true);
    }

    @Test
    @Tag("T11")
    void taskSeesWhatHappenedBeforeAndIsSeenAfter() throws Exception {
        Workers workers = open(2);
        Cell cell = new Cell();
        for (int i = 0; i < MANY; i++) {
            cell.set(2 * i);
            TaskFuture<Integer> next = workers.submit(() -> cell.increment());
            assertThat(next.get()).isEqualTo(2 * i + 1);
            assertThat(cell.value()).isEqualTo(2 * i + 1);
        }
        cell.end();
    }

    @Test
    void idsCountUpAndNamesAreKept() {
        Workers workers = open(2);
        TaskFuture<Integer> first = workers.submit(() -> 1);
        TaskFuture<Integer> second = workers.named("second").submit(() -> 2);
        assertThat(first.id()).isEqualTo(1);
        assertThat(second.id()).isEqualTo(2);
        assertThat(first.name()).isEqualTo("task");
        assertThat(second.name()).isEqualTo("second");
        assertThat(second.toString()).startsWith("second-2[");
    }

    @Test
    void refusedTaskOfSeveralCancelsThoseBefore() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Tally interrupted = new Tally();
        List<Task<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            waitInterrupted(begun, interrupted);
            return 1;
        });
        tasks.add(absent());
        Throwable refused = Actor.start(() -> workers.submitAll(tasks)).failure();
        assertThat(refused).isInstanceOf(NullPointerException.class);
        workers.close();
        // It may have been cancelled before it began.
        assertThat(interrupted.count()).isEqualTo(begun.isGiven() ? 1 : 0);
        assertThat(workers.statistics().cancelled()).isEqualTo(1);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what must be refused
    static <T> T absent() {
        return null;
    }

    /// Neither by the worker that has run it and rests now, nor by whoever sees to its timeout.
    @Test
    @Tag("W10")
    void taskThatHasEndedIsKeptByNobody() throws Exception {
        Workers workers = open(1);
        List<WeakReference<Object>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            results.add(
                    new WeakReference<>(
                            workers.withTimeout(Duration.ofHours(1))
                                    .submit(() -> new StringBuilder("x"))
                                    .get()));
        }
        Await.until(
                "all are collected",
                () -> {
                    System.gc();
                    return results.stream().allMatch(result -> result.get() == null);
                });
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }
}
