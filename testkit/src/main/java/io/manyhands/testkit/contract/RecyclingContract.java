package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers leave after so many tasks, by age, and by growth, and nothing is lost or late (W4).
public abstract class RecyclingContract extends Contract {
    private static final Duration AGE = Duration.ofHours(1);
    private static final long MANY_BYTES = 128L << 20;

    /// What a worker has taken and keeps.
    private static final List<MemorySegment> KEPT = new ArrayList<>();

    /// For the kinds.
    protected RecyclingContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    // After tasks.

    @Tag("W4")
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noProcessRunsMoreTasksThanItMay(int most) throws Exception {
        Workers workers = open(options(2).withRecycleAfter(most));
        List<TaskFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 7 * most; i++) {
            futures.add(workers.submit(() -> Losses.ownPid()));
        }
        List<Long> pids = new ArrayList<>();
        for (TaskFuture<Long> future : futures) {
            pids.add(future.get());
        }
        assertNoneRanMoreThan(most, pids);
        assertThat(workers.statistics().lost()).isZero();
    }

    @Test
    @Tag("W4")
    void itemsOfAMapCountAsTasks() throws Exception {
        Workers workers = open(options(2).withRecycleAfter(70));
        List<Integer> items = IntStream.range(0, 500).boxed().toList();
        List<Long> pids = workers.map(items, _ -> Losses.ownPid()).toList();
        assertThat(pids).hasSize(500);
        assertNoneRanMoreThan(70, pids);
    }

    @Test
    @Tag("W4")
    @Tag("T2")
    void attemptsCountAndWhatIsTakenBackDoesNot() throws Exception {
        Workers workers = open(options(1).withRecycleAfter(2));
        Notes pids = new Notes();
        Signal release = block(workers, 1);
        List<TaskFuture<?>> cancelled = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cancelled.add(workers.submit(() -> 1));
        }
        for (TaskFuture<?> each : cancelled) {
            assertThat(each.cancel(true)).isTrue();
        }
        TaskFuture<?> failing = workers.withRetries(3).submit(() -> noteAndFail(pids));
        release.give();
        assertThat(FailuresContract.causeOf(failing)).isInstanceOf(IllegalStateException.class);
        // The first one ran two tasks, one of them noted.
        Map<String, Long> runs = runs(pids.lines());
        assertThat(runs.values()).containsExactlyInAnyOrder(1L, 2L, 1L);
    }

    private static int noteAndFail(Notes pids) {
        pids.add(Long.toString(Losses.ownPid()));
        throw new IllegalStateException("each time");
    }

    @Test
    @Tag("W4")
    void neverMoreTasksRunAtOnceThanThereAreWorkers() throws Exception {
        Workers workers = open(options(1).withRecycleAfter(1).withWarmSpares(1));
        Tally running = new Tally();
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            futures.add(
                    workers.submit(() -> {
                        int now = running.increment();
                        int _ = running.decrement();
                        return now;
                    }));
        }
        for (TaskFuture<Integer> future : futures) {
            assertThat(future.get()).isEqualTo(1);
        }
    }

    @Test
    @Tag("W4")
    void anotherIsUpBeforeTheLastTaskHasEnded() throws Exception {
        Notes started = new Notes();
        Workers workers =
                open(
                        options(1)
                                .withRecycleAfter(1)
                                .withWorkerStart(() -> started.add("" + Losses.ownPid())));
        Signal release = block(workers, 1);
        started.await(2);
        TaskFuture<Long> next = workers.submit(() -> Losses.ownPid());
        release.give();
        assertThat(started.lines().get(1)).isEqualTo(next.get().toString());
    }

    @Test
    @Tag("W4")
    void endActionRunsInEachThatLeavesAndItsEndIsTold() throws Exception {
        Notes ended = new Notes();
        Queue<WorkersEvent> events = new ConcurrentLinkedQueue<>();
        Workers workers =
                open(
                        options(1)
                                .withRecycleAfter(2)
                                .withWorkerEnd(() -> ended.add("" + Losses.ownPid()))
                                .withListener(events::add));
        Set<String> pids =
                workers
                        .map(IntStream.range(0, 6).boxed().toList(), _ -> Losses.ownPid())
                        .toList()
                        .stream()
                        .map(Object::toString)
                        .collect(Collectors.toSet());
        assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
        ended.await(3);
        workers.close();
        assertThat(ended.lines()).containsAll(pids).doesNotHaveDuplicates();
        assertThat(count(events, WorkersEvent.WorkerEnded.class))
                .isEqualTo(count(events, WorkersEvent.WorkerStarted.class));
        assertThat(count(events, WorkersEvent.FailureReported.class)).isZero();
    }

    @Test
    @Tag("W4")
    @Tag("T10")
    void oneThatWaitsForOthersStaysUntilItHasWaited() throws Exception {
        Workers workers = open(options(1).withRecycleAfter(1));
        TaskFuture<Long> waiting =
                workers.submit(() -> {
                    long inner = workers.submit(() -> Losses.ownPid()).get();
                    return inner == Losses.ownPid() ? -1 : inner;
                });
        assertThat(waiting.get()).isPositive();
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isNotEqualTo(waiting.get());
    }

    @Test
    @Tag("W4")
    void oneThatHasSubmittedSomethingStaysUntilThatHasEnded() throws Exception {
        Workers workers = open(options(1).withRecycleAfter(1));
        Workers others = open(options(1));
        Signal release = signal();
        TaskFuture<Long> submitting =
                workers.submit(() -> {
                    TaskFuture<?> _ = others.submit(() -> release.await());
                    return Losses.ownPid();
                });
        long old = submitting.get();
        // Meanwhile another has its place.
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isNotEqualTo(old);
        assertThat(Losses.isAlive(old)).isTrue();
        release.give();
        Losses.awaitGone(old);
    }

    // By age and growth.

    @Test
    @Tag("W4")
    @Tag("T13")
    void oneThatIsTooOldIsReplacedAtRest() throws Exception {
        Workers workers = open(options(1).withMaxAge(AGE).withTimeSource(clock));
        long first = workers.submit(() -> Losses.ownPid()).get();
        Duration _ = clock.awaitParkedWithin(AGE.multipliedBy(9).dividedBy(10), AGE);
        clock.advance(AGE.multipliedBy(8).dividedBy(10));
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isEqualTo(first);
        clock.advance(AGE.multipliedBy(2).dividedBy(10));
        Losses.awaitGone(first);
        assertThat(workers.submit(() -> Losses.ownPid()).get()).isNotEqualTo(first);
        assertThat(workers.statistics().lost()).isZero();
    }

    @Test
    @Tag("W4")
    void oneThatIsTooOldEndsItsTaskFirst() throws Exception {
        Notes started = new Notes();
        Workers workers =
                open(
                        options(1)
                                .withMaxAge(AGE)
                                .withTimeSource(clock)
                                .withWorkerStart(() -> started.add("" + Losses.ownPid())));
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<Long> running =
                workers.submit(() -> {
                    begun.give();
                    release.await();
                    return Losses.ownPid();
                });
        begun.await();
        clock.advance(AGE);
        // Its successor is up.
        started.await(2);
        assertThat(running.isDone()).isFalse();
        release.give();
        String old = running.get().toString();
        assertThat(started.lines().getFirst()).isEqualTo(old);
        Losses.awaitGone(running.get());
        assertThat(workers.submit(() -> Losses.ownPid()).get())
                .asString()
                .isEqualTo(started.lines().get(1));
    }

    @Test
    @Tag("W4")
    void oneThatHasGrownIsReplaced() throws Exception {
        Workers workers = open(options(1).withRecycleGrowth("64m"));
        long first = workers.submit(() -> Losses.ownPid()).get();
        long grown =
                workers.submit(
                                () -> {
                                    KEPT.add(Arena.global().allocate(MANY_BYTES).fill((byte) 1));
                                    return Losses.ownPid();
                                })
                        .get();
        assertThat(grown).isEqualTo(first);
        Losses.awaitGone(first);
        long next = workers.submit(() -> Losses.ownPid()).get();
        assertThat(next).isNotEqualTo(first);
        assertThat(workers.statistics().lost()).isZero();
    }

    private Workers open(ProcessOptions options) {
        return closing(Workers.processes(options));
    }

    private static ProcessOptions options(int count) {
        return ProcessOptions.defaults().withCount(count).withMaxHeap("64m");
    }

    private static <T> Map<T, Long> runs(List<T> pids) {
        return pids.stream().collect(Collectors.groupingBy(pid -> pid, Collectors.counting()));
    }

    private static void assertNoneRanMoreThan(int most, List<Long> pids) {
        assertThat(runs(pids).values()).allMatch(runs -> runs <= most);
    }

    private static long count(Queue<WorkersEvent> events, Class<? extends WorkersEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
