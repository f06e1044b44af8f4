package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Scope;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.ScopeFailedException;
import io.manyhands.Submitter;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nobody outlives a scope, however that ends.
public abstract class ScopeEndContract extends Contract {
    /// For the kinds.
    protected ScopeEndContract() {}

    @Test
    @Tag("T7")
    void failureCancelsTheOthersAndNobodyOutlivesTheScope() {
        Workers workers = open(2);
        Notes notes = new Notes();
        Signal begun = signal();
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ = scope.fork(() -> cleanUp(begun, notes));
                            Subtask<Integer> _ =
                                    scope.fork(() -> {
                                        begun.await();
                                        throw new IOException("the first");
                                    });
                            scope.join();
                            return null;
                        }))
                .withCauseInstanceOf(IOException.class)
                .satisfies(failed -> assertThat(failed.getSuppressed()).isEmpty());
        assertThat(notes.lines()).containsExactly("told", "cleaned up");
    }

    /// Takes a while to stop.
    private static int cleanUp(Signal begun, Notes notes) {
        try {
            begun.give();
            new Signal().await();
        } catch (InterruptedException stop) {
            notes.add("told");
            for (int i = 0; i < 10_000; i++) {
                Thread.onSpinWait();
            }
            notes.add("cleaned up");
        }
        return 1;
    }

    /// One that waits until it is told to stop.
    static void forkWaiting(Scope<@Nullable Object, ?> scope, Signal begun, Tally interrupted) {
        Subtask<Integer> _ =
                scope.fork(() -> {
                    waitInterrupted(begun, interrupted);
                    return 1;
                });
    }

    @Test
    @Tag("T4")
    void failureOfTheBodyCancelsAll() {
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            forkWaiting(scope, begun, interrupted);
                            begun.await();
                            if (interrupted.count() == 0) {
                                throw new IOException("of the body");
                            }
                            return null;
                        }))
                .withMessage("of the body");
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void cancelGoesDownTheTree() {
        Workers workers = open(3);
        Tally interrupted = new Tally();
        Signal begun = signal();
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ =
                                    scope.fork(() ->
                                            workers.scope(inner -> {
                                                forkWaiting(inner, begun, interrupted);
                                                inner.join();
                                                return 1;
                                            }));
                            Subtask<Integer> _ =
                                    scope.fork(() -> {
                                        begun.await();
                                        throw new IOException("at the top");
                                    });
                            scope.join();
                            return null;
                        }))
                .withCauseInstanceOf(IOException.class);
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void policyCancelsWithinATaskToo() throws Exception {
        Workers workers = open(3);
        Tally interrupted = new Tally();
        Signal begun = signal();
        String failure =
                workers.submit(
                                () -> {
                                    try {
                                        return workers.scope(scope -> {
                                            forkWaiting(scope, begun, interrupted);
                                            Subtask<Integer> _ =
                                                    scope.fork(() -> {
                                                        begun.await();
                                                        throw new IOException("within");
                                                    });
                                            scope.join();
                                            return "none";
                                        });
                                    } catch (ScopeFailedException failed) {
                                        return String.valueOf(failed.getCause());
                                    }
                                })
                        .get();
        assertThat(failure).isEqualTo("java.io.IOException: within");
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void scopeThatHasEndedIsNotKeptForItsDeadline() throws Exception {
        Workers workers = open(1);
        WeakReference<Object> kept = joinedWithin(workers.withDeadline(Duration.ofHours(1)));
        Await.until(
                "it is collected",
                () -> {
                    System.gc();
                    return kept.get() == null;
                });
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    private static WeakReference<Object> joinedWithin(Submitter limited) throws Exception {
        Joiner<Object, ?> joiner = Joiner.awaitAll();
        return limited.scope(
                joiner,
                scope -> {
                    Subtask<Object> _ = scope.fork(() -> 1);
                    Object _ = scope.join();
                    return new WeakReference<>(joiner);
                });
    }

    @Test
    @Tag("T7")
    void deadlineCancelsAll() throws Exception {
        Workers workers = openOnClock(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        CompletableFuture<Void> ringing =
                CompletableFuture.runAsync(() -> {
                    begun.awaitDeafly();
                    clock.advance(Duration.ofSeconds(11));
                });
        assertThatExceptionOfType(TaskTimeoutException.class)
                .isThrownBy(() ->
                        workers.withDeadline(Duration.ofSeconds(10))
                                .scope(scope -> {
                                    forkWaiting(scope, begun, interrupted);
                                    scope.join();
                                    return null;
                                }))
                .withMessageContaining("limit=PT10S")
                .satisfies(late -> assertThat(late.limit()).isEqualTo(Duration.ofSeconds(10)));
        assertThat(interrupted.count()).isEqualTo(1);
        ringing.join();
    }

    @Test
    @Tag("T7")
    void interruptedOwnerTakesAllWithHim() throws Exception {
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        Thread owner =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                workers.scope(scope -> {
                                    forkWaiting(scope, begun, interrupted);
                                    scope.join();
                                    return null;
                                });
                            } catch (InterruptedException stop) {
                                boolean _ = told.complete(true);
                            } finally {
                                boolean _ = told.complete(false);
                            }
                        });
        begun.await();
        owner.interrupt();
        assertThat(told.get()).isTrue();
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void stopOfTheWorkersFailsTheScope() {
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        assertThatExceptionOfType(ScopeFailedException.class)
                .isThrownBy(() ->
                        workers.scope(scope -> {
                            Subtask<Integer> _ =
                                    scope.fork(() -> {
                                        begun.give();
                                        new Signal().await();
                                        return interrupted.increment();
                                    });
                            begun.await();
                            List<Runnable> _ = workers.shutdownNow();
                            scope.join();
                            return null;
                        }))
                .satisfies(failed ->
                        assertThat(failed.getCause())
                                .isInstanceOfAny(
                                        InterruptedException.class, CancellationException.class));
        assertThat(interrupted.count()).isZero();
    }

    @Test
    @Tag("T2")
    void subtaskIsTriedAgainIfItsViewSaysSo() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        int third =
                workers.withRetries(2)
                        .scope(scope -> {
                            Subtask<Integer> stubborn =
                                    scope.fork(() -> {
                                        if (tries.increment() < 3) {
                                            throw new IOException("not yet");
                                        }
                                        return 3;
                                    });
                            scope.join();
                            return stubborn.get();
                        });
        assertThat(third).isEqualTo(3);
    }
}
