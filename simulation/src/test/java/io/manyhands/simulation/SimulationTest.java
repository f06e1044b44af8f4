package io.manyhands.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.manyhands.Generator;
import io.manyhands.Results;
import io.manyhands.Schedule;
import io.manyhands.TaskFuture;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ThreadPriorityCheck") // a yield is where others may come in between
class SimulationTest {
    private static final int SEEDS = 40;

    /// Something of everything that threads do.
    private static void everything(World world) throws Exception {
        try (Workers workers = world.threads(3)) {
            SharedQueue<Integer> queue = workers.queue("numbers", 2);
            TaskFuture<Integer> consumer = workers.submit(() -> sum(queue.untilClosed()));
            List<TaskFuture<?>> producers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                producers.add(
                        workers.submit(() -> {
                            for (int n = 0; n < 5; n++) {
                                queue.put(n);
                                world.sleep(Duration.ofMillis(world.random().nextInt(9)));
                            }
                        }));
            }
            for (TaskFuture<?> each : producers) {
                each.get();
            }
            queue.close();
            assertThat(consumer.get()).isEqualTo(20);
            try (Results<Integer> squares =
                    workers.map(IntStream.range(0, 9).boxed(), n -> n * n)) {
                assertThat(squares.toList()).hasSize(9).endsWith(64);
            }
            TaskFuture<?> late =
                    workers.withTimeout(Duration.ofMillis(5))
                            .submit(() -> world.sleep(Duration.ofHours(1)));
            assertThatThrownBy(late::get).hasCauseInstanceOf(TaskTimeoutException.class);
            try (Generator<Integer> numbers =
                    Generator.of(out -> {
                        out.yield(1);
                        out.yield(2);
                    })) {
                assertThat(numbers.stream().toList()).containsExactly(1, 2);
            }
        }
    }

    private static int sum(Iterable<Integer> numbers) {
        int sum = 0;
        for (int each : numbers) {
            sum += each;
        }
        return sum;
    }

    @Test
    void sameSeedGivesTheSameScheduleAgain() throws Exception {
        Set<List<String>> schedules = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedRun first = Simulation.of(seed).run(SimulationTest::everything);
            SimulatedRun again = Simulation.of(seed).run(SimulationTest::everything);
            assertThat(first.schedule()).noneMatch(line -> line.contains("from outside"));
            assertThat(first.isRepeatable()).isTrue();
            assertThat(again).isEqualTo(first);
            schedules.add(first.schedule());
        }
        assertThat(schedules).hasSize(SEEDS);
    }

    @Test
    void orderThatIsRareIsFoundAndFoundAgain() throws Exception {
        Scenario lostUpdate =
                world -> {
                    AtomicInteger sum = new AtomicInteger();
                    try (Workers workers = world.threads(2)) {
                        for (int i = 0; i < 2; i++) {
                            TaskFuture<?> _ =
                                    workers.submit(() -> {
                                        int before = sum.get();
                                        Thread.yield();
                                        sum.set(before + 1);
                                    });
                        }
                    }
                    assertThat(sum).hasValue(2);
                };
        SimulationFailedException found =
                catchThrowableOfType(
                        SimulationFailedException.class,
                        () -> Simulation.of(1).explore(1_000, lostUpdate));
        assertThat(found).hasCauseInstanceOf(AssertionError.class);
        assertThat(found).hasMessageStartingWith("A simulated scenario threw: seed=");
        SimulationFailedException again =
                catchThrowableOfType(
                        SimulationFailedException.class,
                        () -> Simulation.of(found.run().seed()).run(lostUpdate));
        assertThat(again.run()).isEqualTo(found.run());
    }

    @Test
    void someOrderOfThreeIsFoundWhicheverItIs() throws Exception {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<Integer> order = new ArrayList<>();
            SimulatedRun _ =
                    Simulation.of(seed)
                            .run(world -> {
                                try (Workers workers = world.threads(3)) {
                                    for (int i = 0; i < 3; i++) {
                                        int number = i;
                                        TaskFuture<?> _ = workers.submit(() -> order.add(number));
                                    }
                                }
                            });
            orders.add(List.copyOf(order));
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void locksTakenInTwoOrdersAreFoundWaiting() {
        Scenario crossed =
                world -> {
                    try (Workers workers = world.threads(2)) {
                        SharedLock one = workers.lock("one");
                        SharedLock other = workers.lock("other");
                        TaskFuture<?> _ = workers.submit(() -> both(one, other));
                        TaskFuture<?> _ = workers.submit(() -> both(other, one));
                    }
                };
        assertThatThrownBy(() -> Simulation.of(1).explore(1_000, crossed))
                .isInstanceOf(SimulationFailedException.class)
                .hasMessageStartingWith(
                        "A simulated run must go on, but all its threads wait: seed=")
                .hasStackTraceContaining("workers-1-worker-1")
                .hasStackTraceContaining("SimulationTest.both");
    }

    private static void both(SharedLock first, SharedLock second) {
        try (var _ = first.hold()) {
            Thread.yield();
            try (var _ = second.hold()) {
                Thread.yield();
            }
        }
    }

    @Test
    void hoursTakeNoTime() throws Exception {
        AtomicInteger rings = new AtomicInteger();
        SimulatedRun run =
                Simulation.of(1)
                        .run(world -> {
                            try (Workers workers = world.threads(1)) {
                                Schedule hourly =
                                        workers.every(Duration.ofHours(1), rings::incrementAndGet);
                                world.sleep(Duration.ofDays(1));
                                hourly.cancel();
                            }
                        });
        assertThat(rings.get()).isBetween(23, 25);
        assertThat(run.took()).isBetween(Duration.ofDays(1), Duration.ofDays(1).plusHours(1));
    }

    @Test
    void runThatNeverEndsMeetsItsLimit() {
        Scenario endless =
                _ -> {
                    while (true) {
                        Thread.yield();
                    }
                };
        assertThatThrownBy(() -> Simulation.of(1).withStepLimit(100).run(endless))
                .isInstanceOf(SimulationFailedException.class)
                .hasMessageStartingWith("A simulated run must end within its steps: limit=100:")
                .hasMessageContaining("steps=100");
    }

    @Test
    void threadThatGoesOnWithoutAWaitIsGivenUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        Stage stage = new Stage(1, 0, 1_000, 1);
        try {
            assertThatThrownBy(() ->
                            stage.play(_ -> {
                                while (release.getCount() > 0) {
                                    turns.incrementAndGet();
                                }
                            }))
                    .isInstanceOf(SimulationFailedException.class)
                    .hasMessageStartingWith(
                            "A simulated thread must wait, yield or end within 1 s: thread=main,"
                                    + " at=");
        } finally {
            release.countDown();
        }
    }

    @Test
    void whatComesFromOutsideIsTold() throws Exception {
        SimulatedRun timed = Simulation.of(1).run(_ -> awaitByTheMachinesClock());
        assertThat(timed.isRepeatable()).isFalse();
        SimulatedRun woken =
                Simulation.of(1)
                        .run(_ -> {
                            Thread waiting = Thread.currentThread();
                            CompletableFuture.runAsync(() -> {}, task -> onceWaits(waiting, task))
                                    .get();
                        });
        assertThat(woken.isRepeatable()).isFalse();
    }

    @Test
    void clockWaitsForThoseWhoWaitOutside() throws Exception {
        SimulatedRun run =
                Simulation.of(1)
                        .run(world -> {
                            try (Workers workers = world.threads(1)) {
                                TaskFuture<Integer> slow =
                                        workers.withTimeout(Duration.ofHours(1))
                                                .submit(() -> {
                                                    awaitByTheMachinesClock();
                                                    return 1;
                                                });
                                assertThat(slow.get()).isEqualTo(1);
                            }
                        });
        assertThat(run.isRepeatable()).isFalse();
        assertThat(run.took()).isLessThan(Duration.ofHours(1));
    }

    private static void awaitByTheMachinesClock() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
    }

    private static void onceWaits(Thread waiting, Runnable task) {
        Thread outside =
                new Thread(() -> {
                    while (waiting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    task.run();
                });
        outside.start();
    }

    @Test
    void failureOfTheScenarioIsTheCause() {
        ExecutionException own = new ExecutionException("own", null);
        assertThatThrownBy(() ->
                        Simulation.of(7)
                                .run(_ -> {
                                    throw own;
                                }))
                .isInstanceOf(SimulationFailedException.class)
                .hasMessageContaining("seed=7, steps=1, deaths=0")
                .hasCause(own);
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Simulation.of(1).withDeaths(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of deaths must not be negative: deaths=-1");
        assertThatThrownBy(() -> Simulation.of(1).withStepLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of steps must be positive: steps=0");
        assertThatThrownBy(() -> Simulation.of(1).explore(0, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of runs must be positive: runs=0");
        assertThatThrownBy(() -> Simulation.of(1).run(_ -> Simulation.of(2).run(_ -> {})))
                .isInstanceOf(SimulationFailedException.class)
                .hasRootCauseMessage("A simulation must not be run within another: thread=main");
    }

    @Test
    void missingFlagIsNamed() throws Exception {
        assertThat(programOnTheClassPath("-Xshare:auto"))
                .startsWith("Exception in thread")
                .contains(
                        "java.lang.IllegalStateException: A simulation needs a scheduler of its own"
                                + " for virtual threads: start the JVM with --add-opens"
                                + " java.base/java.lang=io.manyhands.simulation, or =ALL-UNNAMED on"
                                + " a class path: java=");
        assertThat(programOnTheClassPath("--add-opens=java.base/java.lang=ALL-UNNAMED"))
                .isEqualTo("played" + System.lineSeparator());
    }

    private static String programOnTheClassPath(String flag) throws Exception {
        String path =
                Stream.of(Workers.class, Simulation.class, SimulationTest.class)
                        .map(SimulationTest::placeOf)
                        .collect(Collectors.joining(File.pathSeparator));
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                flag,
                                "-cp",
                                path,
                                Program.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean _ = program.waitFor(1, TimeUnit.MINUTES);
        return said;
    }

    private static String placeOf(Class<?> type) {
        return Path.of(
                        URI.create(
                                type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    /// A program of its own.
    static final class Program {
        static void main(String[] args) throws Exception {
            SimulatedRun _ = Simulation.of(1).run(_ -> {});
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write(("played" + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void interruptGivesUpTheRun() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Simulation.of(1).run(_ -> {}))
                .isInstanceOf(InterruptedException.class);
    }
}
