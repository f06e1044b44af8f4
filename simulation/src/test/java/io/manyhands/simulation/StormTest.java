package io.manyhands.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Results;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Much at once, in many orders: whatever happens, every task ends in one way, all workers end, and
/// nothing that is shared is lost.
@SuppressWarnings("ThreadPriorityCheck") // a yield is where others may come in between
class StormTest {
    private static final int SEEDS = Integer.getInteger("storm.seeds", 400);

    @Test
    void everyTaskOfProcessesEndsWhoeverDies() throws Exception {
        Simulation.of(1).withDeaths(5).explore(SEEDS, world -> storm(world, world.processes(3)));
    }

    @Test
    void everyTaskOfThreadsEnds() throws Exception {
        Simulation.of(1).explore(SEEDS, world -> storm(world, world.threads(3)));
    }

    @Test
    void taskThatHeedsItsInterruptIsNeverKilled() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedRun run = Simulation.of(seed).run(world -> storm(world, world.processes(2)));
            assertThat(run.deaths()).isZero();
        }
    }

    private static void storm(World world, Workers opened) throws Exception {
        RandomGenerator random = world.random();
        List<TaskFuture<?>> all = new ArrayList<>();
        try (Workers workers = opened) {
            for (int i = 0; i < 12; i++) {
                all.add(submitSome(workers, random.nextInt(6), random.nextInt(30)));
                if (random.nextInt(4) == 0) {
                    all.get(random.nextInt(all.size())).cancel(random.nextBoolean());
                }
                if (random.nextInt(3) == 0) {
                    world.sleep(Duration.ofMillis(random.nextInt(20)));
                }
            }
            try (Results<Integer> some =
                    workers.withRetries(6).map(IntStream.range(0, 6).boxed(), n -> slow(n))) {
                int least = random.nextInt(7);
                assertThat(some.stream().limit(least).toList())
                        .isEqualTo(IntStream.range(0, least).map(n -> n * n).boxed().toList());
            }
            if (random.nextInt(3) == 0) {
                List<Runnable> _ = workers.shutdownNow();
            }
        }
        for (TaskFuture<?> each : all) {
            assertThat(each.isDone()).isTrue();
            assertThat(each.status()).isNotEqualTo(TaskStatus.RUNNING);
            try {
                Object _ = each.get();
            } catch (ExecutionException | CancellationException ended) {
                assertThat(ended).isNotNull();
            }
        }
    }

    private static TaskFuture<?> submitSome(Workers workers, int what, int millis) {
        Submitter careful =
                workers.withTimeout(Duration.ofMillis(millis + 1)).withRetries(what % 3);
        return switch (what) {
            case 0 -> workers.submit(() -> slow(7));
            case 1 -> careful.submit(() -> slow(millis));
            case 2 ->
                    careful.submit(() -> {
                        throw new IllegalStateException("own");
                    });
            case 3 -> careful.submit(StormTest::parked);
            case 4 -> workers.withDeadline(Duration.ofMillis(millis + 1)).submit(StormTest::parked);
            default -> workers.submit(() -> workers.submit(() -> slow(1)).get());
        };
    }

    private static int slow(int number) {
        Thread.yield();
        return number * number;
    }

    private static void parked() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void nothingThatIsSharedIsLost() throws Exception {
        Simulation.of(1).explore(SEEDS, StormTest::sharing);
    }

    private static void sharing(World world) throws Exception {
        RandomGenerator random = world.random();
        int[] plain = new int[1];
        try (Workers workers = world.threads(5)) {
            SharedLock lock = workers.lock("lock");
            SharedSemaphore two = workers.semaphore("two", 2);
            SharedQueue<Integer> queue = workers.queue("queue", 1 + random.nextInt(3));
            SharedBarrier barrier = workers.barrier("barrier", 2);
            List<TaskFuture<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                takers.add(
                        workers.submit(() -> {
                            int taken = 0;
                            for (int each : queue.untilClosed()) {
                                taken += each;
                            }
                            return taken;
                        }));
            }
            List<TaskFuture<Integer>> putters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                putters.add(workers.submit(() -> put(queue, lock, two, plain)));
            }
            TaskFuture<?> met = workers.submit(() -> meet(barrier));
            TaskFuture<?> other = workers.submit(() -> meet(barrier));
            boolean isCancelled =
                    random.nextBoolean() && putters.get(random.nextInt(3)).cancel(true);
            int put = 0;
            for (TaskFuture<Integer> each : putters) {
                try {
                    put += each.get();
                } catch (CancellationException cancelled) {
                    assertThat(isCancelled).isTrue();
                }
            }
            queue.close();
            int taken = 0;
            for (TaskFuture<Integer> each : takers) {
                taken += each.get();
            }
            Object _ = met.get();
            Object _ = other.get();
            if (!isCancelled) {
                assertThat(taken).isEqualTo(put);
            }
            assertThat(taken).isBetween(put, 30);
            assertThat(two.availablePermits()).isEqualTo(2);
            assertThat(lock.tryLock()).isTrue();
            assertThat(plain[0]).isEqualTo(taken);
            lock.unlock();
        }
    }

    private static int put(
            SharedQueue<Integer> queue, SharedLock lock, SharedSemaphore two, int[] plain)
            throws InterruptedException {
        int put = 0;
        for (int n = 0; n < 5; n++) {
            two.acquire();
            try {
                while (!queue.offer(2, 3, TimeUnit.MICROSECONDS)) {
                    Thread.yield();
                }
                put += 2;
                lock.lock();
                try {
                    int before = plain[0];
                    Thread.yield();
                    plain[0] = before + 2;
                } finally {
                    lock.unlock();
                }
            } finally {
                two.release();
            }
        }
        return put;
    }

    private static void meet(SharedBarrier barrier)
            throws InterruptedException, BrokenBarrierException {
        for (int i = 0; i < 3; i++) {
            int _ = barrier.await();
        }
    }
}
