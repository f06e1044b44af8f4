package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Workers that come and go are killed, or closed, at random moments: every task has its outcome,
/// and the workers go on or end (T1, T2, W1, W4).
///
/// System properties, each with `io.manyhands.testkit.turnover-` before it: `kills`, `closes`,
/// `seed`.
public abstract class TurnoverDeathsContract extends Contract {
    private static final String PREFIX = "io.manyhands.testkit.turnover-";
    private static final int TASKS_FOR_EACH = 5;

    /// For the kinds.
    protected TurnoverDeathsContract() {}

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("W4")
    void everyTaskHasItsOutcomeWhateverIsKilled(TestReporter reporter) throws Exception {
        long seed = Long.getLong(PREFIX + "seed", System.nanoTime());
        int kills = Integer.getInteger(PREFIX + "kills", 30);
        reporter.publishEntry("kills", "seed=" + seed + ", kills=" + kills);
        Random random = new Random(seed);
        Workers workers =
                closing(
                        Workers.processes(
                                options(2)
                                        .withRecycleAfter(20)
                                        .withMinCount(1)
                                        .withIdleTimeout(Duration.ofMillis(100))
                                        .withMaxAge(Duration.ofSeconds(1))
                                        .withWarmSpares(1)));
        // Once one has come up whole, starts that fail are not counted but timed.
        byte[] large = new byte[1 << 20];
        assertThat(workers.submit(() -> large.length).get()).isEqualTo(1 << 20);
        Notes begun = new Notes();
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            for (int i = 0; i < TASKS_FOR_EACH; i++) {
                int number = futures.size();
                long nanos = random.nextInt(2_000_000);
                futures.add(workers.submit(() -> noteAndPark(begun, number, nanos)));
            }
            LockSupport.parkNanos(random.nextInt(60_000_000));
            killOne(random);
        }
        int lost = 0;
        for (int number = 0; number < futures.size(); number++) {
            lost += isLost(futures.get(number), number, seed) ? 1 : 0;
        }
        assertThat(begun.lines()).as("seed=%s", seed).doesNotHaveDuplicates();
        assertThat(begun.lines().size()).isGreaterThanOrEqualTo(futures.size() - lost);
        assertThat(workers.map(List.of(1, 2, 3), number -> number).toList())
                .containsExactly(1, 2, 3);
        workers.close();
        Await.until("processes end", () -> running().isEmpty());
    }

    private static int noteAndPark(Notes begun, int number, long nanos) {
        begun.add(Integer.toString(number));
        LockSupport.parkNanos(nanos);
        return number;
    }

    private static boolean isLost(TaskFuture<Integer> future, int number, long seed)
            throws InterruptedException {
        try {
            long millis = Await.patience().toMillis();
            assertThat(future.get(millis, TimeUnit.MILLISECONDS)).isEqualTo(number);
            return false;
        } catch (ExecutionException failure) {
            assertThat(failure.getCause()).isInstanceOf(WorkerLostException.class);
            return true;
        } catch (TimeoutException never) {
            throw new AssertionError(
                    "A task has its outcome in time: seed=" + seed + ", task=" + number, never);
        }
    }

    @Test
    @Tag("T1")
    @Tag("W1")
    @Tag("W4")
    void workersCloseAtAnyMoment(TestReporter reporter) throws Exception {
        long seed = Long.getLong(PREFIX + "seed", System.nanoTime());
        int closes = Integer.getInteger(PREFIX + "closes", 10);
        reporter.publishEntry("closes", "seed=" + seed + ", closes=" + closes);
        for (int i = 0; i < closes; i++) {
            closeAtRandom(new Random(seed + i));
        }
        Await.until("processes end", () -> running().isEmpty());
    }

    private void closeAtRandom(Random random) throws Exception {
        Workers workers =
                closing(
                        Workers.processes(
                                options(2)
                                        .withRecycleAfter(1 + random.nextInt(3))
                                        .withMinCount(1 + random.nextInt(2))
                                        .withWarmSpares(random.nextInt(2))));
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            futures.add(workers.submit(() -> 1));
        }
        LockSupport.parkNanos(random.nextInt(200_000_000));
        boolean isStopped = random.nextBoolean();
        if (isStopped) {
            List<Runnable> _ = workers.shutdownNow();
        }
        Thread closing = Thread.startVirtualThread(workers::close);
        assertThat(closing.join(Await.patience())).isTrue();
        for (TaskFuture<Integer> future : futures) {
            assertThat(future.isDone()).isTrue();
            assertEndedWell(future, isStopped);
        }
    }

    private static void assertEndedWell(TaskFuture<Integer> future, boolean mayBeCancelled)
            throws Exception {
        try {
            assertThat(future.get()).isEqualTo(1);
        } catch (CancellationException stopped) {
            assertThat(mayBeCancelled).isTrue();
        }
    }

    private static ProcessOptions options(int count) {
        return ProcessOptions.defaults().withCount(count).withMaxHeap("64m");
    }

    private static void killOne(Random random) {
        List<ProcessHandle> running = running();
        if (!running.isEmpty()) {
            boolean _ = running.get(random.nextInt(running.size())).destroyForcibly();
        }
    }

    /// The worker processes of this program, from before they have said that they run.
    private static List<ProcessHandle> running() {
        return ProcessHandle.current()
                .descendants()
                .filter(TurnoverDeathsContract::isWorker)
                .toList();
    }

    private static boolean isWorker(ProcessHandle process) {
        for (String argument : process.info().arguments().orElse(new String[0])) {
            if (argument.startsWith("@") && argument.contains("/manyhands-")) {
                return true;
            }
        }
        return false;
    }
}
