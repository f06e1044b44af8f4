package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Outcome;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Callbacks are told once, on threads where they harm nobody (T6).
public abstract class CallbacksContract extends Contract {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// For the kinds.
    protected CallbacksContract() {}

    @Test
    @Tag("T6")
    void callbackGetsOutcomeOnce() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        Queue<Outcome<Integer>> told = new ConcurrentLinkedQueue<>();
        TaskFuture<Integer> future =
                workers.submit(() -> {
                    release.await();
                    return 7;
                });
        assertThat(future.onDone(told::add)).isSameAs(future);
        release.give();
        workers.close();
        assertThat(told).containsExactly(new Outcome.Success<>(7));
    }

    @Test
    @Tag("T6")
    void callbackAfterTheEndIsToldNow() throws Exception {
        TaskFuture<Integer> done = open(1).submit(() -> 7);
        assertThat(done.get()).isEqualTo(7);
        SynchronousQueue<Outcome<Integer>> told = new SynchronousQueue<>();
        TaskFuture<Integer> _ = done.onDone(outcome -> put(told, outcome));
        assertThat(told.take()).isEqualTo(new Outcome.Success<>(7));
    }

    @Test
    @Tag("T6")
    void callbackRunsOnVirtualThreadOfItsOwn() throws Exception {
        Workers workers = openOnClock(1);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Signal never = signal();
        TaskFuture<?> timedOut = workers.withDeadline(LIMIT).submit(() -> never.await());
        TaskFuture<?> _ = timedOut.onDone(_ -> threads.add(Thread.currentThread()));
        TaskFuture<?> _ = timedOut.onDone(_ -> threads.add(Thread.currentThread()));
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        Await.until("both are told", () -> threads.size() == 2);
        assertThat(threads).allMatch(Thread::isVirtual).doesNotHaveDuplicates();
        assertThat(threads)
                .allMatch(thread -> thread.getName().startsWith(workers.statistics().name()))
                .noneMatch(thread -> thread.getName().contains("timer"));
    }

    @Test
    @Tag("T6")
    void callbackThatThrowsIsReportedOnceAndHurtsNobody() throws Exception {
        Queue<WorkersEvent> reported = new ConcurrentLinkedQueue<>();
        Workers workers =
                open(
                        1,
                        options ->
                                options.withListener(event -> {
                                    if (event instanceof WorkersEvent.FailureReported) {
                                        reported.add(event);
                                    }
                                }));
        AtomicInteger others = new AtomicInteger();
        Signal release = signal();
        TaskFuture<?> future = workers.submit(() -> release.await());
        TaskFuture<?> _ = future.onDone(_ -> others.incrementAndGet());
        TaskFuture<?> _ =
                future.onDone(_ -> {
                    throw new IllegalStateException("callback");
                });
        TaskFuture<?> _ = future.onDone(_ -> others.incrementAndGet());
        release.give();
        assertThat((Object) future.get()).isNull();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        workers.close();
        assertThat(others).hasValue(2);
        assertThat(reported)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkersEvent.FailureReported.class,
                        event -> assertThat(event.failure()).hasMessage("callback"));
    }

    @Test
    @Tag("T6")
    void callbackThatBlocksHoldsUpNoTask() throws Exception {
        Workers workers = openOnClock(1);
        Signal release = signal();
        Signal begun = signal();
        TaskFuture<Integer> first = workers.submit(() -> 1);
        TaskFuture<Integer> _ =
                first.onDone(_ -> {
                    begun.give();
                    release.awaitDeafly();
                });
        begun.await();
        assertThat(workers.submit(() -> 2).get()).isEqualTo(2);
        Signal never = signal();
        TaskFuture<?> limited = workers.withDeadline(LIMIT).submit(() -> never.await());
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        assertThat(FailuresContract.failureOf(limited).getCause())
                .isInstanceOf(TaskTimeoutException.class);
        release.give();
    }

    @Test
    @Tag("T6")
    void closeWaitsForCallbacksThatHaveBegun() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Signal release = signal();
        Tally ended = new Tally();
        TaskFuture<Integer> _ =
                workers.submit(() -> 1)
                        .onDone(_ -> {
                            begun.give();
                            release.awaitDeafly();
                            ended.increment();
                        });
        begun.await();
        Actor<Integer> closing =
                Actor.start(() -> {
                    workers.close();
                    return ended.count();
                });
        closing.awaitWaiting();
        release.give();
        assertThat(closing.result()).isEqualTo(1);
    }

    @Test
    void completableFutureGetsValue() throws Exception {
        CompletableFuture<Integer> doubled =
                open(1).submit(() -> 21).toCompletableFuture().thenApply(value -> value * 2);
        assertThat(doubled.get()).isEqualTo(42);
    }

    @Test
    void completableFutureGetsTheTasksOwnException() {
        TaskFuture<Integer> failing =
                open(1).submit(() -> {
                    throw new IOException("own");
                });
        CompletableFuture<Integer> completable = failing.toCompletableFuture();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(completable::get)
                .withCauseInstanceOf(IOException.class);
        assertThat(completable.exceptionNow()).isSameAs(failing.exceptionNow());
        assertThat(failing.toCompletableFuture()).isNotSameAs(completable);
    }

    @Test
    void completableFutureOfCancelledTaskIsCancelled() throws Exception {
        Workers workers = open(1);
        Signal never = signal();
        TaskFuture<?> running = workers.submit(() -> never.await());
        CompletableFuture<?> completable = running.toCompletableFuture();
        assertThat(running.cancel(true)).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(completable::get);
        assertThat(completable.isCancelled()).isTrue();
    }

    @Test
    void cancelOfCompletableFutureCancelsTaskWithInterrupt() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Tally interrupted = new Tally();
        TaskFuture<?> running = workers.submit(() -> waitInterrupted(begun, interrupted));
        begun.await();
        CompletableFuture<?> completable = running.toCompletableFuture();
        assertThat(completable.cancel(false)).isTrue();
        assertThat(running.status()).isEqualTo(TaskStatus.CANCELLED);
        interrupted.await(1);
    }

    @Test
    void dependentsOfCompletableFutureRunOnVirtualThread() throws Exception {
        Workers workers = open(1);
        Signal release = signal();
        TaskFuture<?> future = workers.submit(() -> release.await());
        CompletableFuture<Thread> thread =
                future.toCompletableFuture().handle((_, _) -> Thread.currentThread());
        release.give();
        assertThat(thread.get().isVirtual()).isTrue();
        assertThat(thread.get().getName()).contains("callback");
    }

    @Test
    void manyCallbacksAreAllTold() {
        Workers workers = open(2);
        AtomicInteger told = new AtomicInteger();
        List<TaskFuture<Integer>> futures = workers.submitAll(Collections.nCopies(200, () -> 1));
        for (TaskFuture<Integer> future : futures) {
            TaskFuture<Integer> _ = future.onDone(_ -> told.incrementAndGet());
        }
        workers.close();
        assertThat(told).hasValue(200);
    }

    private static <T> void put(SynchronousQueue<T> queue, T value) {
        try {
            queue.put(value);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
