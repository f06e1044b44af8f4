package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersEvent.ItemFailed;
import io.manyhands.WorkersEvent.TaskEnded;
import io.manyhands.WorkersStatistics.Running;
import io.manyhands.WorkersWatch;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What those learn who begin to watch at some time, and what runs at a moment.
public abstract class WatchContract extends Contract {
    private final List<WorkersEvent> events = new CopyOnWriteArrayList<>();

    /// For the kinds.
    protected WatchContract() {}

    @Test
    void failuresAreToldWithTheirCause() throws Exception {
        Workers workers = open(1);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        WorkersWatch _ = workers.watch(events::add);
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
        TaskFuture<?> failed = workers.named("parse").submit(() -> fail(3));
        assertThat(failureOf(failed)).hasRootCauseMessage("failed 3");
        TaskFuture<?> late = workers.withDeadline(Duration.ZERO).submit(() -> 1);
        assertThat(failureOf(late)).hasCauseInstanceOf(TaskTimeoutException.class);
        workers.close();
        assertThat(events)
                .noneMatch(WorkersEvent.TaskQueued.class::isInstance)
                .noneMatch(WorkersEvent.TaskStarted.class::isInstance);
        List<TaskEnded> ends = of(TaskEnded.class);
        assertThat(ends).extracting(TaskEnded::name).containsExactlyInAnyOrder("parse", "task");
        assertThat(ends)
                .filteredOn(end -> end.status() == TaskStatus.FAILED)
                .singleElement()
                .satisfies(end -> assertThat(end.failure()).hasMessage("failed 3"));
        assertThat(ends)
                .filteredOn(end -> end.status() == TaskStatus.TIMED_OUT)
                .singleElement()
                .satisfies(
                        end -> assertThat(end.failure()).isInstanceOf(TaskTimeoutException.class));
    }

    @Test
    void listenerIsToldTheCauseToo() throws Exception {
        Workers workers = open(1, options -> options.withListener(events::add));
        assertThat(failureOf(workers.submit(() -> fail(1)))).hasRootCauseMessage("failed 1");
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
        workers.close();
        List<TaskEnded> ends = of(TaskEnded.class);
        assertThat(ends).hasSize(2);
        assertThat(ends.getFirst().failure()).hasMessage("failed 1");
        assertThat(ends.getLast().failure()).isNull();
    }

    @Test
    void failedItemsAreToldWithTheirNumber() {
        Workers workers = open(2);
        WorkersWatch _ = workers.watch(events::add);
        List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
        assertThat(
                        workers.named("score")
                                .map(numbers, number -> number % 500 == 7 ? fail(number) : number)
                                .outcomes()
                                .toList())
                .hasSize(2_000);
        workers.close();
        List<ItemFailed> failed = of(ItemFailed.class);
        assertThat(failed)
                .extracting(ItemFailed::item)
                .containsExactlyInAnyOrder(7L, 507L, 1007L, 1507L);
        assertThat(failed)
                .allSatisfy(each -> {
                    assertThat(each.name()).isEqualTo("score");
                    assertThat(each.failure()).hasMessage("failed " + each.item());
                });
        assertThat(of(TaskEnded.class)).isEmpty();
    }

    @Test
    void closedWatchIsToldNothingMore() throws Exception {
        Workers workers = open(1);
        List<WorkersEvent> others = new CopyOnWriteArrayList<>();
        WorkersWatch watch = workers.watch(events::add);
        WorkersWatch _ = workers.watch(others::add);
        assertThat(failureOf(workers.submit(() -> fail(1)))).hasRootCauseMessage("failed 1");
        Await.until("the first failure is told", () -> of(TaskEnded.class).size() == 1);
        watch.close();
        watch.close();
        assertThat(failureOf(workers.submit(() -> fail(2)))).hasRootCauseMessage("failed 2");
        workers.close();
        assertThat(of(TaskEnded.class)).hasSize(1);
        assertThat(others).filteredOn(TaskEnded.class::isInstance).hasSize(2);
    }

    @Test
    void endedWorkersTellNothingAndStartNoThread() {
        Workers workers = open(1);
        workers.close();
        try (WorkersWatch watch = workers.watch(events::add)) {
            assertThat(watch).isNotNull();
        }
        assertThat(events).isEmpty();
        assertThat(workers.running(10)).isEmpty();
    }

    @Test
    void whatRunsIsShownWithItsWorker() throws Exception {
        Workers workers = open(2);
        Signal release = signal();
        Signal begun = signal();
        TaskFuture<?> task =
                workers.named("load")
                        .submit(() -> {
                            begun.give();
                            release.awaitDeafly();
                        });
        begun.await();
        Running expected = new Running(task.worker().orElseThrow(), "load", task.id(), false);
        assertThat(workers.running(10)).containsExactly(expected);
        assertThat(workers.running(0)).isEmpty();
        assertThatThrownBy(() -> workers.running(-1))
                .hasMessage("A number of tasks must not be negative: most=-1");
        release.give();
        Await.until("nothing runs", () -> workers.running(10).isEmpty());
    }

    @Test
    void itemThatRunsIsShownWithItsNumber() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        Signal begun = signal();
        Actor<List<Integer>> mapping =
                Actor.start(() ->
                        workers.named("resize")
                                .map(
                                        List.of(0, 1, 2, 3, 4),
                                        number -> {
                                            if (number == 3) {
                                                begun.give();
                                                release.awaitDeafly();
                                            }
                                            return number;
                                        })
                                .withWindow(5)
                                .toList());
        begun.await();
        assertThat(workers.running(10))
                .extracting(Running::name, Running::number, Running::isItem)
                .contains(tuple("resize", 3L, true));
        release.give();
        assertThat(mapping.result()).hasSize(5);
    }

    @Test
    void taskInAnotherProcessCannotWatch() throws Exception {
        Workers workers = open(1);
        long here = ProcessHandle.current().pid();
        assumeThat(workers.submit(() -> ProcessHandle.current().pid()).get()).isNotEqualTo(here);
        TaskFuture<String> said =
                workers.submit(() -> {
                    try {
                        return "allowed: " + workers.running(1);
                    } catch (UnsupportedOperationException refused) {
                        return "refused: " + refused.getMessage();
                    }
                });
        assertThat(said.get())
                .startsWith("refused: Workers are watched by their own program only: workers=");
    }

    private <E extends WorkersEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static int fail(int number) {
        throw new IllegalStateException("failed " + number);
    }
}
