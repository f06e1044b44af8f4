package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.WorkerStartException;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What runs at the start and the end of each worker (T9).
public abstract class WorkerActionsContract extends Contract {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofMillis(200);
    private static final int MUCH_BYTES = 100_000;

    /// For the kinds.
    protected WorkerActionsContract() {}

    @BeforeEach
    final void assumeActions() {
        assumeNot(Kind.Trait.NO_WORKER_ACTIONS, "each test has such an action");
    }

    @Test
    @Tag("T9")
    void workersOfAPoolComeUpSideBySide() throws Exception {
        Notes notes = new Notes();
        Workers workers =
                open(
                        2,
                        options ->
                                options.withWorkerStart(() -> {
                                    notes.add(own());
                                    Await.until(
                                            "the other starts, too",
                                            () -> Set.copyOf(notes.lines()).size() == 2);
                                }));
        List<TaskFuture<Integer>> both = List.of(workers.submit(() -> 1), workers.submit(() -> 1));
        for (TaskFuture<Integer> each : both) {
            assertThat(each.get()).isEqualTo(1);
        }
    }

    private static String own() {
        return ProcessHandle.current().pid() + "/" + Thread.currentThread().threadId();
    }

    @Test
    @Tag("T9")
    void startAndEndRunOnceInEachWorkerAroundItsTasks() throws Exception {
        Notes notes = new Notes();
        Workers workers =
                open(
                        2,
                        options ->
                                options.withWorkerStart(() -> note(notes, "start"))
                                        .withWorkerEnd(() -> note(notes, "end")));
        for (int i = 0; i < 20; i++) {
            TaskFuture<?> _ = workers.submit(() -> note(notes, "task"));
        }
        workers.close();
        List<String> lines = notes.lines().stream().map(this::withWorker).toList();
        assertThat(lines).filteredOn(line -> line.startsWith("task")).hasSize(20);
        List<String> names = lines.stream().map(line -> line.split(" ", 2)[1]).distinct().toList();
        for (String name : names) {
            List<String> own = lines.stream().filter(line -> line.endsWith(" " + name)).toList();
            assertThat(own).startsWith("start " + name).endsWith("end " + name);
            assertThat(own.subList(1, own.size() - 1)).allMatch(("task " + name)::equals);
        }
        assertThat(lines).filteredOn(line -> line.startsWith("start")).hasSameSizeAs(names);
        assertThat(lines).filteredOn(line -> line.startsWith("end")).hasSameSizeAs(names);
    }

    @Test
    @Tag("T9")
    void actionsThatCaptureMuchRunToo() throws Exception {
        Notes notes = new Notes();
        byte[] much = new byte[MUCH_BYTES];
        Workers workers =
                open(
                        1,
                        options ->
                                options.withWorkerStart(() -> note(notes, "start " + much.length))
                                        .withWorkerEnd(() -> note(notes, "end " + much.length)));
        assertThat(workers.submit(() -> 7).get()).isEqualTo(7);
        workers.close();
        assertThat(notes.lines()).hasSize(2).allMatch(line -> line.contains(" " + MUCH_BYTES));
    }

    @Test
    @Tag("T9")
    void startThatFailsIsTriedAgainAfterAWhile() throws Exception {
        Tally starts = new Tally();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withTimeSource(clock)
                                        .withWorkerStart(() -> {
                                            if (starts.increment() < 3) {
                                                throw new IOException("not yet");
                                            }
                                        }));
        TaskFuture<Integer> task = workers.submit(() -> 7);
        clock.awaitParkedFor(FIRST);
        assertThat(starts.count()).isEqualTo(1);
        clock.advance(FIRST);
        clock.awaitParkedFor(SECOND);
        assertThat(starts.count()).isEqualTo(2);
        clock.advance(SECOND);
        assertThat(task.get()).isEqualTo(7);
        assertThat(starts.count()).isEqualTo(3);
    }

    @Test
    @Tag("T9")
    void startThatFailsEachTimeFailsWhatWaitsWithItsCause() throws Exception {
        Tally starts = new Tally();
        Tally runs = new Tally();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withTimeSource(clock)
                                        .withWorkerStart(() -> {
                                            throw new IOException("start " + starts.increment());
                                        }));
        List<TaskFuture<?>> futures = new ArrayList<>();
        futures.add(
                workers.submit(() -> {
                    runs.increment();
                }));
        clock.awaitParkedFor(FIRST);
        if (kind().is(Kind.Trait.LIMITED)) {
            futures.add(
                    workers.submit(() -> {
                        runs.increment();
                    }));
        }
        futures.add((TaskFuture<?>) workers.schedule(() -> 1, 1, TimeUnit.HOURS));
        clock.advance(FIRST);
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        for (TaskFuture<?> future : futures) {
            Throwable cause = failureOf(future).getCause();
            assertThat(cause).isInstanceOf(WorkerStartException.class);
            assertThat(cause).hasMessageContaining("attempts=3").hasRootCauseMessage("start 3");
            assertThat(future.status()).isEqualTo(TaskStatus.FAILED);
        }
        assertThat(starts.count()).isEqualTo(3);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.submit(() -> 1))
                .withCauseInstanceOf(WorkerStartException.class);
        workers.close();
        assertThat(runs.count()).isZero();
        assertThat(workers.isTerminated()).isTrue();
    }

    @Test
    @Tag("T9")
    void failuresOfAllAttemptsAreKept() throws Exception {
        Tally starts = new Tally();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withWorkerStart(() -> {
                                    throw new IOException("start " + starts.increment());
                                }));
        Throwable broken = failureOf(workers.submit(() -> 1)).getCause();
        assertThat(broken)
                .hasStackTraceContaining("start 3")
                .hasStackTraceContaining("start 2")
                .hasStackTraceContaining("start 1");
    }

    @Test
    @Tag("T9")
    void endThatFailsIsReported() throws Exception {
        Queue<WorkersEvent> reported = new ConcurrentLinkedQueue<>();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withWorkerEnd(
                                                () -> {
                                                    throw new IOException("end");
                                                })
                                        .withListener(event -> {
                                            if (event instanceof WorkersEvent.FailureReported) {
                                                reported.add(event);
                                            }
                                        }));
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        workers.close();
        assertThat(reported)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkersEvent.FailureReported.class,
                        event -> assertThat(event.failure()).hasMessage("end"));
    }

    @Test
    @Tag("T9")
    void shutdownNowDuringStartEndsIt() throws Exception {
        Tally starts = new Tally();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withTimeSource(clock)
                                        .withWorkerStart(() -> {
                                            throw new IOException("start " + starts.increment());
                                        }));
        TaskFuture<Integer> task = workers.submit(() -> 1);
        clock.awaitParkedFor(FIRST);
        List<Runnable> _ = workers.shutdownNow();
        clock.advance(FIRST);
        clock.advance(SECOND);
        workers.close();
        assertThat(task.isDone()).isTrue();
        assertThat(task.status()).isNotEqualTo(TaskStatus.SUCCEEDED);
    }

    private String withWorker(String line) {
        int blank = line.indexOf(' ') + 1;
        return line.substring(0, blank) + workerOf(line.substring(blank));
    }

    private static void note(Notes notes, String what) {
        notes.add(what + " " + Thread.currentThread().getName());
    }
}
