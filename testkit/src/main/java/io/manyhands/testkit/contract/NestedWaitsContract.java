package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Futures;
import io.manyhands.Submitter;
import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.Until;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tasks that wait for tasks of the same workers (T10).
public abstract class NestedWaitsContract extends Contract {
    private static final int DEEP = 60;
    // Each level is a process.
    private static final int DEEP_FOR_PROCESSES = 8;
    private static final String MOST_NESTED = "io.manyhands.maxNested";

    /// For the kinds.
    protected NestedWaitsContract() {}

    @Test
    @Tag("T10")
    void tasksWaitForTasksFarDeeperThanThereAreWorkers() throws Exception {
        Workers workers = open(1);
        int deep = deep();
        assertThat(depth(workers, deep)).isEqualTo(deep);
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void waitBeyondTheLimitOfSparesFailsAtOnce() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1, options -> options.withMaxSpares(3));
        int deep = deep();
        TaskFuture<Integer> tooDeep = workers.submit(() -> depth(workers, deep));
        Throwable root = rootOf(failureOf(tooDeep));
        assertThat(root)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("maxSpares=3");
        // The task that could not be waited for is not lost, and goes on; nor are the workers.
        Await.until(
                "all tasks end",
                () -> workers.statistics().ended() == workers.statistics().submitted());
        assertThat(depth(workers, 3)).isEqualTo(3);
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void withoutSparesNoTaskWaitsForAnother() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1, options -> options.withMaxSpares(0));
        TaskFuture<Integer> waiting = workers.submit(() -> workers.submit(() -> 1).get());
        assertThat(rootOf(failureOf(waiting))).isInstanceOf(RejectedExecutionException.class);
        // One that has ended need not be waited for.
        TaskFuture<Integer> polling =
                workers.submit(() -> workers.submit(() -> 1).id() > 0 ? 1 : 0);
        assertThat(polling.get()).isEqualTo(1);
    }

    @Test
    @Tag("T10")
    void waitingWorkerRunsNoOtherTaskItself() throws Exception {
        Workers workers = open(1);
        TaskFuture<Boolean> apart =
                workers.submit(() -> {
                    String own = Thread.currentThread().getName();
                    String inner = workers.submit(() -> Thread.currentThread().getName()).get();
                    return !own.equals(inner);
                });
        assertThat(apart.get()).isTrue();
    }

    @Test
    @Tag("T10")
    void everyWayToWaitGetsASpare() throws Exception {
        Workers workers = open(1);
        List<Task<Integer>> ways =
                List.of(
                        () -> workers.submit(() -> 1).get(1, TimeUnit.HOURS),
                        () -> sum(workers.invokeAll(List.of(callable(() -> 1)))),
                        () -> workers.invokeAny(List.of(callable(() -> 1))),
                        () -> Futures.await(one(workers), Until.ALL).done().getFirst().get(),
                        () -> {
                            int sum = 0;
                            for (TaskFuture<Integer> each : Futures.asCompleted(one(workers))) {
                                sum += each.get();
                            }
                            return sum;
                        },
                        () -> workers.map(List.of(1), number -> number).toList().getFirst());
        for (Task<Integer> way : ways) {
            assertThat(workers.submit(way).get()).isEqualTo(1);
        }
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void manyTasksWaitAtOnce() throws Exception {
        Workers workers = open(3);
        int levels = kind().is(Kind.Trait.SEPARATE) ? 2 : 4;
        int count = kind().is(Kind.Trait.SEPARATE) ? 4 : 40;
        List<TaskFuture<Integer>> futures =
                workers.submitAll(
                        Collections.nCopies(count, (Task<Integer>) () -> depth(workers, levels)));
        for (TaskFuture<Integer> future : futures) {
            assertThat(future.get()).isEqualTo(levels);
        }
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void waitThatTimesOutGivesItsSpareBack() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        TaskFuture<Boolean> waiting =
                workers.submit(() -> {
                    TaskFuture<?> slow = workers.submit(() -> release.await());
                    try {
                        Object _ = slow.get(5, TimeUnit.MILLISECONDS);
                        return false;
                    } catch (TimeoutException over) {
                        release.give();
                        return true;
                    }
                });
        assertThat(waiting.get()).isTrue();
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void waitInsideTaskCanBeCancelled() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> waiting =
                workers.submit(() -> {
                    TaskFuture<?> inner =
                            workers.submit(() -> {
                                begun.give();
                                release.await();
                            });
                    Object _ = inner.get();
                });
        begun.await();
        assertThat(waiting.cancel(true)).isTrue();
        release.give();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertSparesGo(workers);
    }

    @Test
    @Tag("T10")
    void workersCanBeNested() throws Exception {
        Workers outer = open(1);
        TaskFuture<Integer> nested =
                outer.submit(() -> {
                    try (Workers inner = Workers.threads(1)) {
                        return inner.submit(() -> depth(inner, 7)).get();
                    }
                });
        assertThat(nested.get()).isEqualTo(7);
    }

    /// The spare was there for the time of the wait.
    @Test
    @Tag("T10")
    void spareWorksNoLongerThanTheWaitThoughMuchWaits() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Notes notes = new Notes();
        TaskFuture<?> waiting =
                workers.submit(() -> {
                    Object _ = workers.submit(() -> 1).get();
                    for (int i = 0; i < 200; i++) {
                        notes.add("own");
                    }
                });
        List<TaskFuture<?>> queued = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String name = "" + i;
            queued.add(workers.submit(() -> notes.add(name)));
        }
        Object _ = waiting.get();
        for (TaskFuture<?> each : queued) {
            Object _ = each.get();
        }
        List<String> lines = notes.lines();
        List<String> meanwhile = lines.subList(lines.indexOf("own"), lines.lastIndexOf("own"));
        assertThat(meanwhile).filteredOn(line -> !line.equals("own")).hasSizeLessThan(20);
        assertThat(lines)
                .filteredOn(line -> !line.equals("own"))
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("T10")
    void processesAreNestedUpToALimit() throws Exception {
        assumeKind(Kind.Trait.SEPARATE);
        assertThat(nest(1))
                .isEqualTo(
                        "1 2 3 Worker processes can be nested only so deep: left=0,"
                                + " property=io.manyhands.maxDepth");
    }

    @Test
    @Tag("T10")
    void processesOfTasksShareALimitThatTheDeadDoNotCountIn() throws Exception {
        assumeKind(Kind.Trait.SEPARATE);
        String before = System.setProperty(MOST_NESTED, "3");
        try {
            Workers workers = closing(Workers.processes(2));
            String refused =
                    workers.submit(
                                    () -> {
                                        try (Workers _ = Workers.processes(2)) {
                                            return openAndClose(2);
                                        }
                                    })
                            .get();
            assertThat(refused).contains("wanted=2, left=1, limit=3, property=" + MOST_NESTED);
            TaskFuture<String> dying =
                    workers.submit(() -> {
                        Workers _ = Workers.processes(2);
                        Runtime.getRuntime().halt(7);
                        return "";
                    });
            assertThat(failureOf(dying)).hasCauseInstanceOf(WorkerLostException.class);
            assertThat(workers.submit(() -> openAndClose(3)).get()).isEqualTo("opened");
        } finally {
            restore(before);
        }
    }

    private static String openAndClose(int count) {
        try (Workers inner = Workers.processes(count)) {
            return inner.isShutdown() ? "closed" : "opened";
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(MOST_NESTED);
        } else {
            System.setProperty(MOST_NESTED, before);
        }
    }

    private static String nest(int depth) throws Exception {
        try (Workers inner = Workers.processes(2)) {
            return depth + " " + inner.submit(() -> nest(depth + 1)).get();
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    @Tag("T10")
    void workersCanWaitForEachOther() throws Exception {
        Workers outer = open(1);
        TaskFuture<Integer> nested =
                outer.submit(() -> {
                    try (Workers inner = Workers.threads(1)) {
                        return inner.submit(() -> outer.submit(() -> 7).get()).get();
                    }
                });
        assertThat(nested.get()).isEqualTo(7);
    }

    @Test
    @Tag("T10")
    void workersAndViewsTravelAsHandles() throws Exception {
        Workers workers = open(1);
        Submitter view = workers.named("inner").withRetries(1);
        TaskFuture<String> name = workers.submit(() -> view.submit(() -> 1).name());
        assertThat(name.get()).isEqualTo("inner");
        TaskFuture<Long> submitted = workers.submit(() -> workers.statistics().submitted());
        assertThat(submitted.get()).isEqualTo(3);
    }

    @Test
    @Tag("T10")
    void workersThatAreClosedDoNotTravel() throws Exception {
        assumeKind(Kind.Trait.COPIES);
        Workers closed = open(1);
        closed.close();
        Workers workers = open(1);
        TaskFuture<Boolean> using = workers.submit(() -> closed.isShutdown());
        assertThat(failureOf(using)).hasStackTraceContaining("Workers travel only while");
    }

    private int deep() {
        return kind().is(Kind.Trait.SEPARATE) ? DEEP_FOR_PROCESSES : DEEP;
    }

    private static int depth(Workers workers, int levels) throws Exception {
        return levels == 0 ? 0 : 1 + workers.submit(() -> depth(workers, levels - 1)).get();
    }

    private static List<TaskFuture<Integer>> one(Workers workers) {
        return workers.submitAll(List.of(() -> 1));
    }

    private static int sum(List<Future<Integer>> futures)
            throws ExecutionException, InterruptedException {
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }

    private static void assertSparesGo(Workers workers) {
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable next = root.getCause(); next != null; next = root.getCause()) {
            root = next;
        }
        return root;
    }
}
