package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Scope.Subtask;
import io.manyhands.shared.SharedEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Scopes on so few platform threads that each of them counts: what one of them waits for, another
/// must do.
class FewForkThreadsTest {
    @Test
    void stuckForkTakesNoThreadAwayAndCloseDoesNotWaitForIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        LocalOptions options =
                LocalOptions.defaults().withCount(1).withGrace(Duration.ofMillis(20));
        try (Workers workers = Workers.threads(options)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            workers.scope(scope -> {
                                ForkJoinTest.forkDeafOne(scope, begun, end);
                                begun.await();
                                throw new IOException("of the body");
                            }));
            assertThat(ForkJoinTest.count(workers, new AtomicInteger(), 64)).isEqualTo(64);
        }
        end.countDown();
    }

    @Test
    void whoIsBlockedHasAnotherThreadInItsPlace() throws Exception {
        CountDownLatch stolen = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Workers workers = Workers.threads(2)) {
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(() -> {
                        ForkJoinTest.awaitDeafly(stolen);
                        ForkJoinTest.visit(workers, release::countDown);
                    });
            workers.scope(scope -> {
                Subtask<Integer> _ =
                        scope.fork(() ->
                                workers.scope(inner -> {
                                    Subtask<Object> _ =
                                            inner.fork(() -> {
                                                stolen.countDown();
                                                release.await();
                                            });
                                    // It is stolen, and this thread is blocked by the join.
                                    stolen.await();
                                    inner.join();
                                    return 1;
                                }));
                return scope.join();
            });
            other.join();
        }
    }

    @Test
    void whatAFailedScopeHasLeftKeepsNobodyFromHisForks() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            workers.scope(scope -> {
                Subtask<Integer> _ =
                        scope.fork(() ->
                                workers.scope(outer -> {
                                    Subtask<Integer> _ = outer.fork(() -> 1);
                                    try {
                                        workers.scope(inner -> {
                                            Subtask<Integer> _ = inner.fork(() -> 2);
                                            throw new IOException("never mind");
                                        });
                                    } catch (IOException expected) {
                                        // What it has forked lies on top.
                                    }
                                    outer.join();
                                    return 1;
                                }));
                return scope.join();
            });
        }
    }

    @Test
    void forksWaitForTasksThatForkAgain() throws Exception {
        try (Workers workers = Workers.threads(1);
                Workers others = Workers.threads(1)) {
            assertThat(joined(workers, () -> workers.submit(() -> joined(workers, () -> 1)).get()))
                    .isEqualTo(1);
            Submitter limited = workers.withTimeout(Duration.ofMinutes(1));
            assertThat(joined(workers, () -> joined(limited, () -> joined(workers, () -> 2))))
                    .isEqualTo(2);
            assertThat(joined(workers, () -> joined(others, () -> joined(workers, () -> 3))))
                    .isEqualTo(3);
        }
    }

    private static <T> T joined(Submitter workers, Task<T> task) throws InterruptedException {
        return workers.scope(scope -> {
            Subtask<T> alone = scope.fork(task);
            scope.join();
            return alone.get();
        });
    }

    @Test
    void forksWaitForEachOther() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            // The JDK itself has another thread in the place of one that waits for an item.
            SharedEvent event = workers.event("event");
            boolean isSet =
                    workers.scope(scope -> {
                        Subtask<Boolean> waiter =
                                scope.fork(() -> {
                                    event.await();
                                    return event.isSet();
                                });
                        Subtask<Object> _ = scope.fork(event::set);
                        scope.join();
                        return waiter.get();
                    });
            assertThat(isSet).isTrue();
        }
    }

    @Test
    void interruptThatASubtaskLeavesIsForNobodyElse() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            for (int i = 0; i < 10; i++) {
                workers.scope(scope -> {
                    Subtask<Object> _ = scope.fork(() -> Thread.currentThread().interrupt());
                    Subtask<Object> _ =
                            scope.fork(() ->
                                    joined(
                                            workers,
                                            () -> {
                                                Thread.currentThread().interrupt();
                                                return 1;
                                            }));
                    Subtask<Object> _ =
                            scope.fork(() ->
                                    assertThat(Thread.currentThread().isInterrupted()).isFalse());
                    return scope.join();
                });
            }
        }
    }

    /// The thread that waits for a subtask runs it itself.
    @Test
    void interruptThatASubtaskLeavesIsNotForItsOwner() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            boolean isLeft =
                    workers.scope(scope -> {
                        Subtask<Boolean> owner =
                                scope.fork(() -> {
                                    int _ = joined(workers, FewForkThreadsTest::interruptItself);
                                    return Thread.currentThread().isInterrupted();
                                });
                        scope.join();
                        return owner.get();
                    });
            assertThat(isLeft).isFalse();
        }
    }

    private static int interruptItself() {
        Thread.currentThread().interrupt();
        return 1;
    }

    /// One thread is in both, and what it is told in the one it has heard in the other.
    @Test
    void whoIsToldToStopHearsOfItBehindASubtaskThatHasTakenTheInterrupt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean hasTaken = new AtomicBoolean();
        AtomicBoolean isTold = new AtomicBoolean();
        try (Workers workers = Workers.threads(1)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            workers.scope(scope -> {
                                Subtask<Object> _ =
                                        scope.fork(() -> {
                                            hasTaken.set(
                                                    joined(workers, () -> awaitInterrupt(begun)));
                                            isTold.set(Thread.currentThread().isInterrupted());
                                        });
                                begun.await();
                                throw new IOException("of the body");
                            }));
        }
        assertThat(hasTaken).isTrue();
        assertThat(isTold).isTrue();
    }

    private static boolean awaitInterrupt(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return false;
        } catch (InterruptedException taken) {
            return true;
        }
    }

    /// A subtask may open scopes for as long as it likes.
    @Test
    void whatFailedScopesHaveLeftIsNotKept() throws Exception {
        try (Workers workers = Workers.threads(1)) {
            int kept =
                    workers.scope(scope -> {
                        Subtask<Integer> owner =
                                scope.fork(() -> {
                                    for (int i = 0; i < 10; i++) {
                                        failAfterAFork(workers);
                                    }
                                    return ForkJoinTask.getQueuedTaskCount();
                                });
                        scope.join();
                        return owner.get();
                    });
            assertThat(kept).isZero();
        }
    }

    private static void failAfterAFork(Workers workers) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ = scope.fork(() -> 1);
                            throw new IOException("never mind");
                        }));
    }
}
