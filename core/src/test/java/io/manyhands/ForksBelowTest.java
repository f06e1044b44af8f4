package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A thread that waits for a subtask which another one runs, and helps it.
class ForksBelowTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch forked = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    /// What was forked below a subtask that it waits for would have to wait for that thread.
    @Test
    void whoWaitsRunsWhatIsForkedBelow() throws Exception {
        CountDownLatch run = new CountDownLatch(1);
        try (Workers workers = Workers.threads(2)) {
            boolean isSame =
                    workers.scope(root -> {
                        Subtask<Boolean> waiting =
                                root.fork(() ->
                                        workers.scope(outer -> {
                                            Subtask<Thread> below =
                                                    outer.fork(() ->
                                                            workers.scope(inner -> {
                                                                begun.countDown();
                                                                Subtask<Thread> leaf =
                                                                        inner.fork(() -> leaf(run));
                                                                forked.countDown();
                                                                run.await();
                                                                inner.join();
                                                                return leaf.get();
                                                            }));
                                            begun.await();
                                            forked.await();
                                            outer.join();
                                            return below.get().equals(Thread.currentThread());
                                        }));
                        root.join();
                        return waiting.get();
                    });
            assertThat(isSame).isTrue();
        }
    }

    private static Thread leaf(CountDownLatch run) {
        run.countDown();
        return Thread.currentThread();
    }

    /// With two threads, one of which is in the body that has forked them.
    @Test
    void whatWasForkedFirstIsRunFirst() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        try (Workers workers = Workers.threads(2)) {
            String all =
                    workers.scope(root -> {
                        Subtask<String> waiting =
                                root.fork(() ->
                                        workers.scope(outer -> {
                                            Subtask<String> _ =
                                                    outer.fork(() ->
                                                            workers.scope(inner -> {
                                                                begun.countDown();
                                                                inner.fork(first::countDown);
                                                                inner.fork(() -> {
                                                                    first.await();
                                                                    second.countDown();
                                                                });
                                                                inner.fork(() -> {
                                                                    second.await();
                                                                    third.countDown();
                                                                });
                                                                forked.countDown();
                                                                third.await();
                                                                inner.join();
                                                                return "below";
                                                            }));
                                            begun.await();
                                            forked.await();
                                            outer.join();
                                            return "all";
                                        }));
                        root.join();
                        return waiting.get();
                    });
            assertThat(all).isEqualTo("all");
        }
    }

    /// Nobody tells it but who cancels the scope further out, as its own does not know of that.
    @Test
    void whatIsRunForACancelledScopeIsToldToStop() throws Exception {
        CountDownLatch helping = new CountDownLatch(1);
        CountDownLatch stolen = new CountDownLatch(1);
        LocalOptions options =
                LocalOptions.defaults().withCount(3).withGrace(Duration.ofMillis(20));
        try (Workers workers = Workers.threads(options)) {
            String found =
                    workers.scope(root -> {
                        Subtask<String> waiting =
                                root.fork(() ->
                                        workers.<String, String, String, Exception>scope(
                                                Joiner.anySuccessfulOrThrow(),
                                                outer -> {
                                                    outer.fork(() -> {
                                                        stolen.countDown();
                                                        helping.await();
                                                        return "found";
                                                    });
                                                    stolen.await();
                                                    outer.fork(() -> deafOwner(workers, helping));
                                                    begun.await();
                                                    forked.await();
                                                    return outer.join();
                                                }));
                        root.join();
                        return waiting.get();
                    });
            assertThat(found).isEqualTo("found");
            end.countDown();
        }
    }

    private String deafOwner(Workers workers, CountDownLatch helping) throws InterruptedException {
        return workers.scope(inner -> {
            begun.countDown();
            inner.fork(() -> {
                helping.countDown();
                new CountDownLatch(1).await();
            });
            forked.countDown();
            ForkJoinTest.awaitDeafly(end);
            inner.join();
            return "late";
        });
    }

    /// One thread is in both: a subtask, and within it what that has forked.
    @Test
    void threadThatIsStuckInTwoSubtasksIsReplacedOnce() throws Exception {
        LocalOptions options =
                LocalOptions.defaults().withCount(2).withGrace(Duration.ofMillis(20));
        try (Workers workers = Workers.threads(options)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            workers.scope(root -> {
                                root.fork(() -> stuckWithin(workers));
                                begun.await();
                                throw new IOException("of the body");
                            }));
            ForkJoinPool threads =
                    Objects.requireNonNull(
                            ((AbstractSubmitter) workers).pool().backend().forkThreads());
            awaitStuck(workers, 1);
            assertThat(threads.getParallelism()).isEqualTo(3);
            end.countDown();
            awaitStuck(workers, 0);
            assertThat(threads.getParallelism()).isEqualTo(2);
        }
    }

    /// Both are told to stop, one by each of the two scopes.
    private void stuckWithin(Workers workers) throws Exception {
        workers.<@Nullable Object, @Nullable Object, @Nullable Object, Exception>scope(
                Joiner.anySuccessfulOrThrow(),
                inner -> {
                    inner.fork(() -> {
                        forked.countDown();
                        begun.await();
                        return "enough";
                    });
                    forked.await();
                    ForkJoinTest.forkDeafOne(inner, begun, end);
                    return inner.join();
                });
    }

    private static void awaitStuck(Workers workers, int count) {
        while (workers.statistics().stuck().size() != count) {
            Thread.onSpinWait();
        }
    }
}
