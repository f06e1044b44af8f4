package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.shared.SharedLock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scopes on platform threads, which fork by the JDK's framework: what the contract of all kinds
/// does not say.
class ForkJoinTest {
    private static final int LEAVES = 1 << 14;
    private static final int LEAVES_OF_ROUND = 128;
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyLeafIsCountedOnce(int threads) throws Exception {
        try (Workers workers = Workers.threads(threads)) {
            for (int i = 0; i < 20; i++) {
                AtomicInteger leaves = new AtomicInteger();
                assertThat(count(workers, leaves, LEAVES)).isEqualTo(LEAVES);
                assertThat(leaves).hasValue(LEAVES);
            }
        }
        assertThat(forkThreads()).isEmpty();
    }

    static long count(Workers workers, AtomicInteger leaves, int size) throws InterruptedException {
        if (size == 1) {
            return leaves.incrementAndGet() > 0 ? 1 : 0;
        }
        return workers.scope(scope -> {
            Subtask<Long> left = scope.fork(() -> count(workers, leaves, size / 2));
            Subtask<Long> right = scope.fork(() -> count(workers, leaves, size - size / 2));
            scope.join();
            return left.get() + right.get();
        });
    }

    private static List<String> forkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("-fork-"))
                .toList();
    }

    @Test
    void nobodyOutlivesAScopeHoweverItEnds() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int failures = 0;
        try (Workers workers = Workers.threads(3)) {
            for (int i = 0; i < ROUNDS; i++) {
                Tree tree = new Tree(workers, random.nextLong());
                Thread me = Thread.currentThread();
                CompletableFuture<Void> interrupt =
                        i % 4 == 0
                                ? CompletableFuture.runAsync(me::interrupt)
                                : CompletableFuture.completedFuture(null);
                try {
                    assertThat(tree.branch(6)).as("seed=%s", seed).isEqualTo(1 << 6);
                } catch (ScopeFailedException | IOException | InterruptedException ended) {
                    failures++;
                }
                assertThat(tree.running).as("seed=%s round=%s", seed, i).hasValue(0);
                interrupt.join();
                boolean _ = Thread.interrupted();
            }
        }
        assertThat(failures).as("seed=%s", seed).isBetween(ROUNDS / 20, ROUNDS);
    }

    /// A tree of scopes in which anything may fail.
    private static final class Tree {
        private final Workers workers;
        private final long seed;
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger number = new AtomicInteger();

        Tree(Workers workers, long seed) {
            this.workers = workers;
            this.seed = seed;
        }

        int branch(int levels) throws IOException, InterruptedException {
            running.incrementAndGet();
            try {
                int chance = new Random(seed + number.incrementAndGet()).nextInt(200);
                if (chance == 0) {
                    throw new IOException("a leaf fails");
                }
                return levels == 0 ? 1 : fork(levels, chance);
            } finally {
                running.decrementAndGet();
            }
        }

        private int fork(int levels, int chance) throws IOException, InterruptedException {
            try {
                return workers.scope(scope -> {
                    Subtask<Integer> left = scope.fork(() -> branch(levels - 1));
                    Subtask<Integer> right = scope.fork(() -> branch(levels - 1));
                    if (chance == 1) {
                        throw new IOException("a body fails");
                    }
                    scope.join();
                    return left.get() + right.get();
                });
            } catch (IOException | InterruptedException | RuntimeException failure) {
                throw failure;
            } catch (Exception impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    @Test
    void subtaskThatIsStuckIsReportedAndNotWaitedFor() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        LocalOptions options =
                LocalOptions.defaults().withCount(2).withGrace(Duration.ofMillis(20));
        try (Workers workers = Workers.threads(options)) {
            assertThatExceptionOfType(ScopeFailedException.class)
                    .isThrownBy(() ->
                            workers.scope(scope -> {
                                forkDeafOne(scope, begun, end);
                                Subtask<Object> _ =
                                        scope.fork(() -> {
                                            begun.await();
                                            throw new IOException("first");
                                        });
                                return scope.join();
                            }))
                    .withCauseInstanceOf(IOException.class);
            assertThat(workers.statistics().stuck())
                    .singleElement()
                    .satisfies(stuck -> assertThat(stuck.worker()).contains("-fork-"));
            end.countDown();
            while (!workers.statistics().stuck().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        }
        assertThat(forkThreads()).isEmpty();
    }

    static void forkDeafOne(
            Scope<@Nullable Object, ?> scope, CountDownLatch begun, CountDownLatch end) {
        Subtask<Object> _ =
                scope.fork(() -> {
                    begun.countDown();
                    awaitDeafly(end);
                });
    }

    static void awaitDeafly(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException ignored) {
                // This is what being deaf means.
            }
        }
    }

    /// It would be within the locks of the one that waits.
    @Test
    void whoWaitsRunsNobodyElsesSubtasks() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        AtomicInteger within = new AtomicInteger();
        try (Workers workers = Workers.threads(2)) {
            CompletableFuture<Void> stranger =
                    CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 50; i++) {
                            visit(
                                    workers,
                                    () -> {
                                        if (lock.isHeldByCurrentThread()) {
                                            within.incrementAndGet();
                                        }
                                    });
                        }
                    });
            for (int i = 0; i < 50; i++) {
                workers.scope(scope -> {
                    for (int j = 0; j < 4; j++) {
                        Subtask<Object> _ =
                                scope.fork(() -> {
                                    lock.lock();
                                    try {
                                        visit(workers, Thread::onSpinWait);
                                    } finally {
                                        lock.unlock();
                                    }
                                });
                    }
                    return scope.join();
                });
            }
            stranger.join();
        }
        assertThat(within).hasValue(0);
    }

    /// The thread that has forked it, one that steals it, and those that wait for what it is below.
    @Test
    void whatSeveralMayTakeIsRunOnce() throws Exception {
        Random random = new Random(20261123);
        try (Workers workers = Workers.threads(4)) {
            for (int i = 0; i < ROUNDS; i++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(LEAVES_OF_ROUND);
                int failing = random.nextInt(2 * LEAVES_OF_ROUND);
                boolean hasFailed = false;
                try {
                    mark(workers, runs, failing, 0, LEAVES_OF_ROUND);
                } catch (ScopeFailedException | IllegalStateException failure) {
                    hasFailed = true;
                }
                assertThat(hasFailed).isEqualTo(failing < LEAVES_OF_ROUND);
                for (int j = 0; j < LEAVES_OF_ROUND; j++) {
                    assertThat(runs.get(j)).isBetween(hasFailed ? 0 : 1, 1);
                }
            }
        }
    }

    private static void mark(
            Workers workers, AtomicIntegerArray runs, int failing, int from, int to)
            throws InterruptedException {
        if (to - from == 1) {
            if (from == failing) {
                throw new IllegalStateException("leaf=" + from);
            }
            runs.incrementAndGet(from);
            return;
        }
        int middle = (from + to) >>> 1;
        workers.<@Nullable Void, InterruptedException>scope(scope -> {
            scope.fork(() -> mark(workers, runs, failing, from, middle));
            mark(workers, runs, failing, middle, to);
            return scope.join();
        });
    }

    static void visit(Workers workers, Runnable leaf) {
        try {
            workers.scope(scope -> {
                for (int i = 0; i < 40; i++) {
                    Subtask<Object> _ =
                            scope.fork(() -> {
                                for (int j = 0; j < 100; j++) {
                                    leaf.run();
                                }
                            });
                }
                return scope.join();
            });
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    @Test
    void whatASubtaskHoldsIsTakenFromItAtItsEnd() throws Exception {
        try (Workers workers = Workers.threads(2)) {
            SharedLock lock = workers.lock("ledger");
            workers.scope(
                    Joiner.awaitAll(),
                    scope -> {
                        Subtask<Object> holder = scope.fork(() -> lock.lock());
                        scope.join();
                        assertThat(holder.exception())
                                .hasMessageContaining("A task must give back what it holds");
                        return null;
                    });
            assertThat(lock.tryLock()).isTrue();
            lock.unlock();
        }
    }

    @Test
    void everyForkThreadHasItsStartAndItsEnd() throws Exception {
        AtomicInteger up = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LocalOptions options =
                LocalOptions.defaults()
                        .withCount(2)
                        .withWorkerStart(
                                () -> most.accumulateAndGet(up.incrementAndGet(), Math::max))
                        .withWorkerEnd(() -> up.decrementAndGet());
        try (Workers workers = Workers.threads(options)) {
            assertThat(count(workers, new AtomicInteger(), 64)).isEqualTo(64);
        }
        assertThat(most.get()).isPositive();
        assertThat(up).hasValue(0);
    }
}
