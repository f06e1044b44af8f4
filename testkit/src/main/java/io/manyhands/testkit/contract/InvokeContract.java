package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// `invokeAll` and `invokeAny` as the JDK documents them; the quoted words are those of its
/// documentation.
public abstract class InvokeContract extends Contract {

    /// For the kinds.
    protected InvokeContract() {}

    @Test
    void allAreDoneAndInOrder() throws Exception {
        // "in the same sequential order as produced by the iterator for the given task list, each
        // of which has completed"
        ExecutorService executor = open(2);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int value = i;
            tasks.add(callable(() -> value));
        }
        for (List<Future<Integer>> futures :
                List.of(executor.invokeAll(tasks), executor.invokeAll(tasks, 1, TimeUnit.HOURS))) {
            assertThat(futures).hasSize(50).allMatch(Future::isDone);
            for (int i = 0; i < 50; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
        }
    }

    @Test
    void allTakesFailuresForCompleted() throws Exception {
        // "a completed task could have terminated either normally or by throwing an exception"
        ExecutorService executor = open(2);
        List<Future<Integer>> futures =
                executor.invokeAll(List.of(failing("first"), callable(() -> 2)));
        assertThat(futures.get(0).state()).isEqualTo(Future.State.FAILED);
        assertThat(futures.get(1).get()).isEqualTo(2);
    }

    @Test
    void allOfNothingIsNothing() throws Exception {
        ExecutorService executor = open(1);
        assertThat(executor.invokeAll(List.<Callable<Integer>>of())).isEmpty();
        assertThat(executor.invokeAll(List.<Callable<Integer>>of(), 1, TimeUnit.HOURS)).isEmpty();
    }

    @Test
    void allRefusesNull() {
        // "NullPointerException - if tasks or any of its elements are null"
        Workers workers = open(2);
        Tally runs = new Tally();
        List<Callable<Integer>> tasks =
                Arrays.asList(callable(runs::increment), TasksContract.<Callable<Integer>>absent());
        assertThatNullPointerException().isThrownBy(() -> workers.invokeAll(tasks));
        assertThatNullPointerException()
                .isThrownBy(() -> workers.invokeAll(tasks, 1, TimeUnit.HOURS));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> workers.invokeAll(TasksContract.<List<Callable<Integer>>>absent()));
        assertThatNullPointerException()
                .isThrownBy(() -> workers.invokeAll(tasks, 1, TasksContract.<TimeUnit>absent()));
        workers.close();
        assertThat(workers.statistics().submitted()).isEqualTo(workers.statistics().ended());
    }

    @Test
    void interruptedAllCancelsTheUnfinished() throws Exception {
        // "InterruptedException - if interrupted while waiting, in which case unfinished tasks are
        // cancelled"
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        List<Callable<Integer>> tasks =
                List.of(callable(() -> 1), callable(() -> waiting(begun, interrupted)));
        Actor<Object> invoking = Actor.start(() -> workers.invokeAll(tasks));
        begun.await();
        Await.until("the first ends", () -> workers.statistics().succeeded() == 1);
        invoking.interrupt();
        assertThat(invoking.failure()).isInstanceOf(InterruptedException.class);
        interrupted.await(1);
        workers.close();
        assertThat(workers.statistics().cancelled()).isEqualTo(1);
    }

    @Test
    void timedAllCancelsWhatHasNotCompleted() throws Exception {
        // "Upon return, tasks that have not completed are cancelled"
        Workers workers = openOnClock(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        Signal quick = signal();
        List<Callable<Integer>> tasks =
                List.of(
                        callable(() -> {
                            quick.give();
                            return 1;
                        }),
                        callable(() -> waiting(begun, interrupted)));
        Actor<List<Future<Integer>>> invoking =
                Actor.start(() -> workers.invokeAll(tasks, 5, TimeUnit.SECONDS));
        quick.await();
        begun.await();
        clock.awaitParkedFor(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        List<Future<Integer>> futures = invoking.result();
        assertThat(futures).allMatch(Future::isDone);
        assertThat(futures.get(1).isCancelled()).isTrue();
        interrupted.await(1);
    }

    @Test
    void allWithoutTimeCancels() throws Exception {
        Workers workers = open(1);
        List<Callable<Integer>> tasks = List.of(callable(() -> waiting(new Signal(), new Tally())));
        assertThat(workers.invokeAll(tasks, 0, TimeUnit.SECONDS)).allMatch(Future::isCancelled);
        assertThat(workers.invokeAll(tasks, -1, TimeUnit.SECONDS)).allMatch(Future::isCancelled);
    }

    @Test
    void anyGivesResultOfOneThatSucceeded() throws Exception {
        // "returning the result of one that has completed successfully (i.e., without throwing an
        // exception), if any do"
        ExecutorService executor = open(2);
        List<Callable<Integer>> tasks =
                List.of(failing("first"), callable(() -> 2), failing("third"));
        assertThat(executor.invokeAny(tasks)).isEqualTo(2);
        assertThat(executor.invokeAny(tasks, 1, TimeUnit.HOURS)).isEqualTo(2);
    }

    @Test
    void anyCancelsTheOthers() throws Exception {
        // "Upon normal or exceptional return, tasks that have not completed are cancelled"
        Workers workers = open(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        List<Callable<Integer>> tasks =
                List.of(
                        callable(() -> waiting(begun, interrupted)),
                        callable(() -> {
                            begun.await();
                            return 2;
                        }));
        assertThat(workers.invokeAny(tasks)).isEqualTo(2);
        interrupted.await(1);
        workers.close();
        assertThat(workers.statistics().cancelled()).isEqualTo(1);
    }

    @Test
    void anyThrowsIfNoneSucceeds() {
        // "ExecutionException - if no task successfully completes"
        ExecutorService executor = open(2);
        List<Callable<Integer>> tasks = List.of(failing("first"), failing("second"));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> executor.invokeAny(tasks))
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> executor.invokeAny(tasks, 1, TimeUnit.HOURS))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void anyThrowsIfAllAreStopped() throws Exception {
        // "ExecutionException - if no task successfully completes": cancelled ones are none either
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Signal release = signal();
        List<Callable<Integer>> tasks =
                List.of(
                        callable(() -> {
                            begun.give();
                            release.awaitDeafly();
                            return 1;
                        }));
        Actor<Integer> invoking = Actor.<Integer>start(() -> workers.invokeAny(tasks));
        begun.await();
        assertThat(workers.shutdownNow()).isEmpty();
        clock.awaitParkedFor(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(invoking.failure()).isInstanceOf(ExecutionException.class);
    }

    @Test
    void anyOfNothingIsRefused() {
        // "IllegalArgumentException - if tasks is empty"
        ExecutorService executor = open(1);
        List<Callable<Integer>> none = List.of();
        assertThatIllegalArgumentException().isThrownBy(() -> executor.invokeAny(none));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> executor.invokeAny(none, 1, TimeUnit.HOURS));
    }

    @Test
    void anyRefusesNull() {
        // "NullPointerException - if tasks or any element task subject to execution is null"
        ExecutorService executor = open(1);
        List<Callable<Integer>> tasks =
                Arrays.asList(TasksContract.<Callable<Integer>>absent(), callable(() -> 1));
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(tasks));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.invokeAny(tasks, 1, TimeUnit.HOURS));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> executor.invokeAny(TasksContract.<List<Callable<Integer>>>absent()));
        assertThatNullPointerException()
                .isThrownBy(() ->
                        executor.invokeAny(
                                List.of(callable(() -> 1)), 1, TasksContract.<TimeUnit>absent()));
    }

    @Test
    void anyCanBeInterrupted() throws Exception {
        // "InterruptedException - if interrupted while waiting"
        Workers workers = open(1);
        Tally interrupted = new Tally();
        Signal begun = signal();
        List<Callable<Integer>> tasks = List.of(callable(() -> waiting(begun, interrupted)));
        Actor<Integer> invoking = Actor.<Integer>start(() -> workers.invokeAny(tasks));
        begun.await();
        invoking.awaitWaiting().interrupt();
        assertThat(invoking.failure()).isInstanceOf(InterruptedException.class);
        interrupted.await(1);
    }

    @Test
    void timedAnyThrowsWhenTimeIsOver() throws Exception {
        // "TimeoutException - if the given timeout elapses before any task successfully completes"
        Workers workers = openOnClock(2);
        Tally interrupted = new Tally();
        Signal begun = signal();
        List<Callable<Integer>> tasks =
                List.of(failing("first"), callable(() -> waiting(begun, interrupted)));
        Actor<Integer> invoking =
                Actor.<Integer>start(() -> workers.invokeAny(tasks, 5, TimeUnit.SECONDS));
        begun.await();
        clock.awaitParkedFor(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(invoking.failure()).isInstanceOf(TimeoutException.class);
        interrupted.await(1);
    }

    @Test
    void anyGivesNullIfThatIsTheResult() throws Exception {
        ExecutorService executor = open(1);
        Integer nothing = executor.invokeAny(List.of(callable(TasksContract::<Integer>absent)));
        assertThat(nothing).isNull();
    }

    private static Callable<Integer> failing(String message) {
        return callable(() -> {
            throw new IOException(message);
        });
    }

    private static int waiting(Signal begun, Tally interrupted) throws InterruptedException {
        begun.give();
        try {
            new Signal().await();
        } catch (InterruptedException stop) {
            interrupted.increment();
            throw stop;
        }
        return 0;
    }
}
