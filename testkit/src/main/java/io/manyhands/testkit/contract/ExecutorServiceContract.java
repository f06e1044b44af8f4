package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// [Executor] and [ExecutorService] as the JDK documents them, but for `invokeAll` and `invokeAny`;
/// the quoted words are those of its documentation.
public abstract class ExecutorServiceContract extends Contract {

    /// For the kinds.
    protected ExecutorServiceContract() {}

    @Test
    void executeRunsCommandSomeTime() {
        // "Executes the given command at some time in the future"
        Executor executor = open(1);
        Tally runs = new Tally();
        executor.execute(runnable(() -> runs.increment()));
        runs.await(1);
    }

    @Test
    void executeRefusesNull() {
        // "NullPointerException - if command is null"
        Executor executor = open(1);
        assertThatNullPointerException()
                .isThrownBy(() -> executor.execute(TasksContract.<Runnable>absent()));
    }

    @Test
    void executeRefusesAfterShutdown() {
        // "RejectedExecutionException - if this task cannot be accepted for execution"
        ExecutorService executor = open(1);
        executor.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(runnable(() -> {})));
    }

    @Test
    void executedCommandThatThrowsGoesToTheHandlerOfItsThread() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "the thread that fails is not there to be asked");
        Workers workers = open(1);
        Notes told = new Notes();
        workers.execute(() -> {
            Thread.currentThread()
                    .setUncaughtExceptionHandler(
                            (_, failure) -> told.add("" + failure.getMessage()));
            throw new IOException("unseen");
        });
        told.await(1);
        assertThat(told.lines()).containsExactly("unseen");
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    void submitGivesFutureOfCallable() throws Exception {
        // "The Future's get method will return the task's result upon successful completion"
        assertThat(executor().submit(callable(() -> "result")).get()).isEqualTo("result");
    }

    @Test
    void submitGivesFutureOfRunnable() throws Exception {
        // "The Future's get method will return null upon successful completion"
        Tally runs = new Tally();
        Future<?> future = executor().submit(runnable(() -> runs.increment()));
        assertThat((Object) future.get()).isNull();
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    void submitGivesFutureOfRunnableWithResult() throws Exception {
        // "The Future's get method will return the given result upon successful completion"
        Tally runs = new Tally();
        Future<String> future = executor().submit(runnable(() -> runs.increment()), "result");
        assertThat(future.get()).isEqualTo("result");
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    void submitRefusesNull() {
        // "NullPointerException - if the task is null"
        ExecutorService executor = executor();
        assertThatNullPointerException()
                .isThrownBy(() -> executor.submit(TasksContract.<Runnable>absent()));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.submit(TasksContract.<Callable<Integer>>absent()));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.submit(TasksContract.<Runnable>absent(), 1));
        executor.close();
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void submitRefusesAfterShutdown() {
        // "RejectedExecutionException - if the task cannot be scheduled for execution"
        ExecutorService executor = executor();
        executor.shutdown();
        assertRefuses(executor);
    }

    @Test
    void shutdownRunsWhatWasSubmittedBefore() {
        // "previously submitted tasks are executed, but no new tasks will be accepted"
        ExecutorService executor = executor();
        Tally runs = new Tally();
        for (int i = 0; i < 100; i++) {
            executor.execute(runnable(() -> runs.increment()));
        }
        executor.shutdown();
        assertRefuses(executor);
        executor.close();
        assertThat(runs.count()).isEqualTo(100);
    }

    @Test
    void shutdownDoesNotWait() throws Exception {
        // "This method does not wait for previously submitted tasks to complete execution"
        Workers workers = open(1);
        Signal release = block(workers, 1);
        workers.shutdown();
        assertThat(workers.isShutdown()).isTrue();
        assertThat(workers.isTerminated()).isFalse();
        release.give();
        assertThat(workers.awaitTermination(1, TimeUnit.HOURS)).isTrue();
    }

    @Test
    void shutdownAgainChangesNothing() {
        // "Invocation has no additional effect if already shut down"
        ExecutorService executor = executor();
        executor.shutdown();
        executor.shutdown();
        assertThat(executor.shutdownNow()).isEmpty();
        executor.close();
        executor.shutdown();
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    @Tag("W1")
    void shutdownNowStopsWhatRunsAndReturnsWhatNeverBegan() throws Exception {
        // "returns a list of the tasks that were awaiting execution"
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Signal begun = signal();
        Tally interrupted = new Tally();
        Tally runs = new Tally();
        Future<?> running = workers.submit(() -> waitInterrupted(begun, interrupted));
        begun.await();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(
                    workers.submit(() -> {
                        runs.increment();
                    }));
        }
        List<Runnable> neverBegun = workers.shutdownNow();
        assertThat(neverBegun).hasSize(5);
        assertThat(waiting).allMatch(Future::isCancelled);
        assertThat((Object) running.get()).isNull();
        workers.close();
        assertThat(interrupted.count()).isEqualTo(1);
        assertThat(runs.count()).isZero();
        // They can be run elsewhere.
        neverBegun.forEach(Runnable::run);
        assertThat(runs.count()).isEqualTo(5);
    }

    @Test
    @Tag("W1")
    void shutdownNowReturnsCommandsOfExecuteAsTheyAre() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        if (kind().is(Kind.Trait.COPIES)) {
            return;
        }
        Workers workers = open(1);
        Signal release = block(workers, 1);
        Runnable command = () -> {};
        workers.execute(command);
        assertThat(workers.shutdownNow()).containsExactly(command);
        release.give();
    }

    @Test
    @Tag("W1")
    void shutdownNowReturnsWhatWaitsForItsTime() {
        Workers workers = openOnClock(1);
        Future<?> waiting = workers.schedule(runnable(() -> {}), 1, TimeUnit.HOURS);
        assertThat(workers.shutdownNow()).hasSize(1);
        assertThat(waiting.isCancelled()).isTrue();
        assertThat(workers.isTerminated()).isTrue();
        assertRefuses(workers);
    }

    @Test
    void terminatedOnlyAfterShutdown() throws Exception {
        // "isTerminated is never true unless either shutdown or shutdownNow was called first"
        ExecutorService executor = executor();
        assertThat(executor.submit(callable(() -> 1)).get()).isEqualTo(1);
        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.isTerminated()).isFalse();
        executor.shutdown();
        assertThat(executor.isShutdown()).isTrue();
        Await.until("it terminates", executor::isTerminated);
    }

    @Test
    void terminatedOnceIdleExecutorIsShutDown() {
        // "Returns true if all tasks have completed following shut down"
        ExecutorService executor = executor();
        executor.shutdown();
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void awaitTerminationSaysWhetherItCameInTime() throws Exception {
        // "true if this executor terminated and false if the timeout elapsed before termination"
        Workers workers = open(1);
        Signal release = block(workers, 1);
        assertThat(workers.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
        assertThat(workers.awaitTermination(-1, TimeUnit.SECONDS)).isFalse();
        workers.shutdown();
        assertThat(workers.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        Actor<Boolean> waiting =
                Actor.start(() -> workers.awaitTermination(1, TimeUnit.HOURS)).awaitWaiting();
        release.give();
        assertThat(waiting.result()).isTrue();
        assertThat(workers.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void awaitTerminationCanBeInterrupted() throws Exception {
        // "InterruptedException - if interrupted while waiting"
        ExecutorService executor = executor();
        Actor<Boolean> waiting =
                Actor.start(() -> executor.awaitTermination(1, TimeUnit.HOURS)).awaitWaiting();
        assertThat(waiting.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(executor.isShutdown()).isFalse();
    }

    @Test
    void memoryIsConsistent() throws Exception {
        // "Actions in a thread prior to the submission happen-before any actions taken by that
        // task, which in turn happen-before the result is retrieved via Future.get()"
        ExecutorService executor = executor();
        Cell cell = new Cell();
        for (int i = 1; i <= 100; i++) {
            assertThat(cell.increment()).isEqualTo(2 * i - 1);
            Future<?> future = executor.submit(runnable(() -> cell.increment()));
            Object _ = future.get();
            assertThat(cell.value()).isEqualTo(2 * i);
        }
        cell.end();
    }

    private ExecutorService executor() {
        return open(2);
    }

    private static void assertRefuses(ExecutorService executor) {
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.submit(callable(() -> 1)));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.submit(runnable(() -> {})));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.submit(runnable(() -> {}), 1));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(runnable(() -> {})));
        List<Callable<Integer>> tasks = List.of(callable(() -> 1));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.invokeAll(tasks));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.invokeAny(tasks));
    }
}
