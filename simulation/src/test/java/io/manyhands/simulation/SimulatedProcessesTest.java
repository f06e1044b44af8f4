package io.manyhands.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.LocalOptions;
import io.manyhands.Results;
import io.manyhands.ScopeFailedException;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedProcessesTest {
    private static final int SEEDS = 300;

    /// How often each item was begun: statics are those of this JVM.
    private static final Map<Integer, AtomicInteger> BEGUN = new ConcurrentHashMap<>();

    @SuppressWarnings("ThreadPriorityCheck") // here others may come in between
    private static int counted(int item) {
        BEGUN.computeIfAbsent(item, _ -> new AtomicInteger()).incrementAndGet();
        Thread.yield();
        return item * item;
    }

    @Test
    void whatIsSentIsCopied() throws Exception {
        SimulatedRun _ =
                Simulation.of(1)
                        .run(world -> {
                            try (Workers workers = world.processes(2)) {
                                List<Integer> own = new ArrayList<>(List.of(1));
                                TaskFuture<List<Integer>> other =
                                        workers.submit(() -> {
                                            own.add(2);
                                            return own;
                                        });
                                assertThat(other.get()).containsExactly(1, 2);
                                assertThat(own).containsExactly(1);
                                Object lock = new Object();
                                assertThatThrownBy(() -> workers.submit(lock::toString))
                                        .isInstanceOf(TaskNotSerializableException.class);
                            }
                        });
    }

    @Test
    void mapWithRetriesIsWholeWhoeverDies() throws Exception {
        int deaths = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            BEGUN.clear();
            SimulatedRun run =
                    Simulation.of(seed)
                            .withDeaths(3)
                            .run(world -> {
                                try (Workers workers = world.processes(2);
                                        Results<Integer> squares =
                                                workers.withRetries(3)
                                                        .map(
                                                                IntStream.range(0, 10).boxed(),
                                                                n -> counted(n))) {
                                    assertThat(squares.toList())
                                            .containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
                                }
                            });
            deaths += run.deaths();
            int begun = BEGUN.values().stream().mapToInt(AtomicInteger::get).sum();
            assertThat(begun).isBetween(10, 10 + run.deaths());
        }
        assertThat(deaths).isGreaterThan(SEEDS / 2);
    }

    @Test
    void withoutRetriesEachIsBegunOnceAndLostOnlyByADeath() throws Exception {
        int lost = 0;
        int whole = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            BEGUN.clear();
            Set<Integer> failed = new HashSet<>();
            SimulatedRun run =
                    Simulation.of(seed)
                            .withDeaths(2)
                            .run(world -> {
                                try (Workers workers = world.processes(3)) {
                                    List<TaskFuture<Integer>> all = new ArrayList<>();
                                    for (int i = 0; i < 6; i++) {
                                        int item = i;
                                        all.add(workers.submit(() -> counted(item)));
                                    }
                                    for (int i = 0; i < 6; i++) {
                                        try {
                                            assertThat(all.get(i).get()).isEqualTo(i * i);
                                        } catch (ExecutionException failure) {
                                            assertThat(failure)
                                                    .hasCauseInstanceOf(WorkerLostException.class);
                                            failed.add(i);
                                        }
                                    }
                                }
                            });
            assertThat(failed).hasSizeLessThanOrEqualTo(run.deaths());
            assertThat(BEGUN.values()).allMatch(times -> times.get() == 1);
            lost += failed.size();
            whole += failed.isEmpty() ? 1 : 0;
        }
        assertThat(lost).isPositive();
        assertThat(whole).isPositive();
    }

    @Test
    void sameSeedGivesTheSameDeathsAgain() throws Exception {
        Scenario scenario =
                world -> {
                    List<TaskFuture<Integer>> all = new ArrayList<>();
                    try (Workers workers = world.processes(3)) {
                        for (int i = 0; i < 8; i++) {
                            int item = i;
                            all.add(workers.withRetries(1).submit(() -> counted(item)));
                        }
                        world.sleep(Duration.ofNanos(world.random().nextInt(40_000)));
                        List<Runnable> _ = workers.shutdownNow();
                    }
                    assertThat(all).allMatch(TaskFuture::isDone);
                };
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedRun first = Simulation.of(seed).withDeaths(4).run(scenario);
            assertThat(Simulation.of(seed).withDeaths(4).run(scenario)).isEqualTo(first);
        }
    }

    @Test
    void taskThatDoesNotStopDiesWithItsProcess() throws Exception {
        SimulatedRun run =
                Simulation.of(1)
                        .run(world -> {
                            try (Workers workers = world.processes(1)) {
                                TaskFuture<?> deaf =
                                        workers.withTimeout(Duration.ofMinutes(1))
                                                .submit(SimulatedProcessesTest::deaf);
                                assertThatThrownBy(deaf::get)
                                        .isInstanceOf(ExecutionException.class);
                                assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
                            }
                        });
        assertThat(run.took()).isGreaterThan(Duration.ofMinutes(1));
        assertThat(run.schedule()).anyMatch(line -> line.endsWith(" dies"));
        assertThat(run.deaths()).isEqualTo(1);
    }

    private static void deaf() {
        while (true) {
            LockSupport.park();
            boolean _ = Thread.interrupted();
        }
    }

    @Test
    void oneProcessRunsOneTaskAtATimeThoughItSleeps() throws Exception {
        Simulation.of(1)
                .explore(
                        20,
                        world -> {
                            here = world;
                            try (Workers workers = world.processes(1)) {
                                TaskFuture<Integer> outer =
                                        workers.submit(() -> workers.submit(() -> 1).get());
                                assertThat(outer.get()).isEqualTo(1);
                                for (int i = 0; i < 4; i++) {
                                    TaskFuture<?> _ = workers.submit(() -> sleep());
                                }
                            }
                            assertThat(world.time().nanos())
                                    .isGreaterThan(Duration.ofHours(4).toNanos());
                        });
    }

    /// The world of the run: statics are those of this JVM.
    private static volatile @Nullable World here;

    private static void sleep() throws InterruptedException {
        Objects.requireNonNull(here).sleep(Duration.ofHours(1));
    }

    @Test
    void processThatWaitsForLongCanDieMeanwhile() throws Exception {
        Set<Boolean> seen = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedRun run =
                    Simulation.of(seed)
                            .withDeaths(1)
                            .run(world -> {
                                here = world;
                                try (Workers workers = world.processes(1)) {
                                    TaskFuture<?> sleeper = workers.submit(() -> sleep());
                                    world.sleep(Duration.ofMinutes(1));
                                    seen.add(sleeper.isDone());
                                }
                            });
            assertThat(run.deaths()).isBetween(0, 1);
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void scopeFailsOrIsWhole() throws Exception {
        Set<Boolean> seen = new HashSet<>();
        Simulation.of(1)
                .withDeaths(1)
                .explore(
                        SEEDS,
                        world -> {
                            try (Workers workers = world.processes(2)) {
                                int sum =
                                        workers.scope(scope -> {
                                            var one = scope.fork(() -> counted(3));
                                            var other = scope.fork(() -> counted(4));
                                            scope.join();
                                            return one.get() + other.get();
                                        });
                                assertThat(sum).isEqualTo(25);
                                seen.add(true);
                            } catch (ScopeFailedException lost) {
                                assertThat(lost).hasCauseInstanceOf(WorkerLostException.class);
                                seen.add(false);
                            }
                        });
        assertThat(seen).hasSize(2);
    }

    @Test
    void whoWaitsForOthersHasAnotherInItsPlace() throws Exception {
        Simulation.of(1)
                .explore(
                        SEEDS,
                        world -> {
                            try (Workers workers = world.processes(1)) {
                                TaskFuture<Integer> outer =
                                        workers.submit(() -> workers.submit(() -> 5).get() + 1);
                                assertThat(outer.get()).isEqualTo(6);
                            }
                        });
    }

    @Test
    void whatIsSharedIsThereWithoutDeathsOnly() throws Exception {
        SimulatedRun _ =
                Simulation.of(1)
                        .run(world -> {
                            try (Workers workers = world.processes(2)) {
                                assertThat(workers.lock("here").tryLock()).isTrue();
                            }
                        });
        SimulatedRun _ =
                Simulation.of(1)
                        .withDeaths(1)
                        .run(world -> {
                            try (Workers workers = world.processes(2)) {
                                assertThatThrownBy(() -> workers.lock("here"))
                                        .isInstanceOf(UnsupportedOperationException.class)
                                        .hasMessage(
                                                "What tasks share must not be used by"
                                                        + " simulated processes that can die:"
                                                        + " deaths=1");
                            }
                        });
    }

    @Test
    void startActionRunsInTheWorker() throws Exception {
        SimulatedRun _ =
                Simulation.of(1)
                        .run(world -> {
                            LocalOptions options =
                                    LocalOptions.defaults()
                                            .withCount(1)
                                            .withWorkerStart(() -> counted(100));
                            BEGUN.clear();
                            try (Workers workers = world.processes(options)) {
                                assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
                            }
                            assertThat(BEGUN.get(100)).hasValue(1);
                        });
    }
}
