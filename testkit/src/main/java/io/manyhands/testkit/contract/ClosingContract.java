package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Outcome;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How workers end, and what they leave: nothing (W1, W10).
public abstract class ClosingContract extends Contract {

    /// For the kinds.
    protected ClosingContract() {}

    @Test
    @Tag("W1")
    void closeWaitsForTheTasks() throws Exception {
        // "waits until all tasks have completed execution and the executor has terminated"
        Workers workers = open(2);
        Signal release = signal();
        Signal begun = signal();
        Tally ended = new Tally();
        TaskFuture<?> running =
                workers.submit(() -> {
                    begun.give();
                    release.await();
                    ended.increment();
                });
        begun.await();
        Actor<Integer> closing =
                Actor.start(() -> {
                    workers.close();
                    return ended.count();
                });
        closing.awaitWaiting();
        assertThat(workers.isShutdown()).isTrue();
        release.give();
        assertThat(closing.result()).isEqualTo(1);
        assertThat(workers.isTerminated()).isTrue();
        assertThat(running.status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    @Tag("W1")
    void interruptOfCloseStopsTheTasks() throws Exception {
        // "If interrupted while waiting, this method stops all executing tasks as if by invoking
        // shutdownNow. The interrupt status will be re-asserted before this method returns."
        Workers workers = open(1);
        Signal begun = signal();
        Tally interrupted = new Tally();
        Tally runs = new Tally();
        TaskFuture<?> running = workers.submit(() -> waitInterrupted(begun, interrupted));
        begun.await();
        TaskFuture<?> _ =
                kind().is(Kind.Trait.LIMITED)
                        ? workers.submit(() -> {
                            runs.increment();
                        })
                        : running;
        Actor<Boolean> closing =
                Actor.start(() -> {
                    workers.close();
                    return Thread.currentThread().isInterrupted();
                });
        closing.awaitWaiting().interrupt();
        assertThat(closing.result()).isTrue();
        assertThat(interrupted.count()).isEqualTo(1);
        // "Tasks that were awaiting execution are not executed"
        assertThat(runs.count()).isZero();
        assertThat(workers.isTerminated()).isTrue();
    }

    @Test
    @Tag("W1")
    void interruptedThreadClosesToo() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Tally interrupted = new Tally();
        TaskFuture<?> _ = workers.submit(() -> waitInterrupted(begun, interrupted));
        begun.await();
        Actor<Boolean> closing =
                Actor.start(() -> {
                    Thread.currentThread().interrupt();
                    workers.close();
                    return Thread.interrupted();
                });
        assertThat(closing.result()).isTrue();
        assertThat(interrupted.count()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void closeAgainChangesNothing() throws Exception {
        // "If already terminated, invoking this method has no effect"
        Workers workers = open(1);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        workers.close();
        workers.close();
        Actor<Boolean> closing =
                Actor.start(() -> {
                    workers.close();
                    return workers.isTerminated();
                });
        assertThat(closing.result()).isTrue();
    }

    @Test
    @Tag("W1")
    void severalCanCloseAtOnce() throws Exception {
        Workers workers = open(1);
        Signal release = block(workers, 1);
        List<Actor<Boolean>> closing =
                IntStream.range(0, 4)
                        .mapToObj(_ ->
                                Actor.start(() -> {
                                    workers.close();
                                    return workers.isTerminated();
                                }))
                        .toList();
        release.give();
        for (Actor<Boolean> each : closing) {
            assertThat(each.result()).isTrue();
        }
    }

    @Test
    @Tag("W1")
    void closeByOwnTaskIsRefused() throws Exception {
        Workers workers = open(1);
        TaskFuture<?> closing = workers.submit(() -> workers.close());
        assertThat(FailuresContract.failureOf(closing).getCause())
                .isInstanceOf(IllegalStateException.class);
        assertThat(workers.isShutdown()).isFalse();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void closeByOwnCallbackIsRefused() throws Exception {
        Workers workers = open(1);
        CompletableFuture<Outcome<Integer>> refused = new CompletableFuture<>();
        TaskFuture<Integer> _ =
                workers.submit(() -> 1)
                        .onDone(_ -> {
                            try {
                                workers.close();
                            } catch (IllegalStateException failure) {
                                refused.completeExceptionally(failure);
                            }
                        });
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(refused::get)
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(workers.isShutdown()).isFalse();
    }

    @Test
    @Tag("W1")
    void ownTaskMayShutDown() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a handle does not end the workers");
        Workers workers = open(1);
        TaskFuture<?> stopping = workers.submit(() -> workers.shutdown());
        assertThat((Object) stopping.get()).isNull();
        workers.close();
        assertThat(workers.isTerminated()).isTrue();
    }

    @Test
    @Tag("W10")
    void nothingIsLeftAfterClose() throws Exception {
        Workers workers = open(3, options -> options.withListener(_ -> {}));
        String name = workers.statistics().name();
        Signal never = signal();
        TaskFuture<Integer> _ = workers.submit(() -> 1).onDone(_ -> {});
        TaskFuture<?> _ = workers.withTimeout(Duration.ofMillis(1)).submit(() -> never.await());
        assertThat(workers.every(Duration.ofMillis(1), () -> {}).isDone()).isFalse();
        assertThat(workers.map(List.of(1, 2, 3), number -> number).toList()).hasSize(3);
        Iterator<Integer> unread =
                workers.map(IntStream.iterate(0, i -> i + 1).boxed(), number -> number).iterator();
        assertThat(unread.next()).isZero();
        assertThat(ThreadNames.beginningWith(name)).isNotEmpty();
        workers.close();
        Await.until("all threads end", () -> ThreadNames.beginningWith(name).isEmpty());
        assertThat(unread).isNotNull();
    }

    @Test
    @Tag("W10")
    void nothingIsLeftAfterShutdownNow() throws Exception {
        Workers workers = open(3);
        String name = workers.statistics().name();
        Signal begun = signal();
        Tally interrupted = new Tally();
        TaskFuture<?> _ = workers.submit(() -> waitInterrupted(begun, interrupted));
        begun.await();
        List<Runnable> _ = workers.shutdownNow();
        workers.close();
        Await.until("all threads end", () -> ThreadNames.beginningWith(name).isEmpty());
    }

    @Test
    @Tag("W10")
    void workersThatDidNothingLeaveNothing() {
        Workers workers = open(1, options -> options.withName("manyhands-idle"));
        assertThat(workers.statistics().name()).isEqualTo("manyhands-idle");
        workers.close();
        Await.until("all threads end", () -> ThreadNames.beginningWith("manyhands-idle").isEmpty());
    }
}
