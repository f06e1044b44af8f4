package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// [Future] as the JDK documents it; the quoted words are those of its documentation.
public abstract class FutureContract extends Contract {

    /// For the kinds.
    protected FutureContract() {}

    @Test
    void getWaitsForTheTask() throws Exception {
        // "Waits if necessary for the computation to complete, and then retrieves its result"
        Signal release = signal();
        Future<Integer> future = waitingFor(release);
        Actor<Integer> waiting = Actor.<Integer>start(future::get).awaitWaiting();
        release.give();
        assertThat(waiting.result()).isEqualTo(1);
        assertThat(future.get()).isEqualTo(1);
    }

    @Test
    void getThrowsWhatTheTaskThrewAsCause() {
        // "ExecutionException - if the computation threw an exception"
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(failing()::get)
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> failing().get(1, TimeUnit.HOURS))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void getThrowsCancellation() {
        // "CancellationException - if the computation was cancelled"
        Future<Integer> cancelled = waitingFor(signal());
        assertThat(cancelled.cancel(true)).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(cancelled::get);
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> cancelled.get(1, TimeUnit.HOURS));
    }

    @Test
    void cancelWakesThoseWhoWait() throws Exception {
        Future<Integer> future = waitingFor(signal());
        Actor<Integer> waiting = Actor.<Integer>start(future::get).awaitWaiting();
        Actor<Integer> timed =
                Actor.<Integer>start(() -> future.get(1, TimeUnit.HOURS)).awaitWaiting();
        assertThat(future.cancel(false)).isTrue();
        assertThat(waiting.failure()).isInstanceOf(CancellationException.class);
        assertThat(timed.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void getCanBeInterrupted() throws Exception {
        // "InterruptedException - if the current thread was interrupted while waiting"
        Signal release = signal();
        Future<Integer> future = waitingFor(release);
        Actor<Integer> waiting = Actor.<Integer>start(future::get).awaitWaiting().interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        Actor<Integer> timed =
                Actor.<Integer>start(() -> future.get(1, TimeUnit.HOURS))
                        .awaitWaiting()
                        .interrupt();
        assertThat(timed.failure()).isInstanceOf(InterruptedException.class);
        assertThat(future.isDone()).isFalse();
        release.give();
        assertThat(future.get()).isEqualTo(1);
    }

    @Test
    void timedGetThrowsWhenTimeIsOver() throws Exception {
        // "TimeoutException - if the wait timed out"
        Signal release = signal();
        Future<Integer> future = waitingFor(release);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> future.get(0, TimeUnit.SECONDS));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> future.get(-1, TimeUnit.SECONDS));
        assertThat(future.isDone()).isFalse();
        release.give();
        assertThat(future.get(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(1);
    }

    @Test
    void timedGetOfEndedTaskNeedsNoTime() throws Exception {
        Future<Integer> future = done();
        assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(future.get(-1, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void unitMustNotBeNull() {
        Future<Integer> future = waitingFor(signal());
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> future.get(1, TasksContract.<TimeUnit>absent()));
    }

    @Test
    void cancelHasNoEffectOnEndedTask() throws Exception {
        // "This method has no effect if the task is already completed or cancelled"
        Future<Integer> done = done();
        assertThat(done.cancel(true)).isFalse();
        assertThat(done.cancel(false)).isFalse();
        assertThat(done.isCancelled()).isFalse();
        assertThat(done.get()).isEqualTo(1);
        Future<Integer> failed = failed();
        assertThat(failed.cancel(true)).isFalse();
        assertThat(failed.state()).isEqualTo(Future.State.FAILED);
    }

    @Test
    void cancelledIsDoneAndCancelled() {
        // "Returns true if this task was cancelled before it completed normally"
        Future<Integer> future = waitingFor(signal());
        assertThat(future.isDone()).isFalse();
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.cancel(true)).isTrue();
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        boolean _ = future.cancel(true);
        assertThat(future.isCancelled()).isTrue();
    }

    @Test
    void oneOfTwoWhoCancelIsTold() throws Exception {
        // "If two or more threads cause a task to be cancelled, then at least one of them returns
        // true"
        ExecutorService executor = executor();
        for (int i = 0; i < 50; i++) {
            Future<Integer> future = waitingFor(executor, signal());
            Actor<Boolean> other = Actor.start(() -> future.cancel(true));
            boolean own = future.cancel(true);
            assertThat(own || other.result()).isTrue();
            assertThat(future.isCancelled()).isTrue();
        }
    }

    @Test
    void doneInEveryEnd() {
        // "Completion may be due to normal termination, an exception, or cancellation"
        assertThat(done().isDone()).isTrue();
        assertThat(failed().isDone()).isTrue();
    }

    @Test
    void resultNowWantsSuccess() {
        // "IllegalStateException - if the task has not completed or did not complete with a result"
        assertThat(done().resultNow()).isEqualTo(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(waitingFor(signal())::resultNow);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(failed()::resultNow)
                .withCauseInstanceOf(IOException.class);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(cancelled()::resultNow);
    }

    @Test
    void exceptionNowWantsFailure() {
        // "if the task has not completed, the task completed normally, or the task was cancelled"
        assertThat(failed().exceptionNow()).isInstanceOf(IOException.class);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(waitingFor(signal())::exceptionNow);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(done()::exceptionNow);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(cancelled()::exceptionNow);
    }

    @Test
    void stateIsThatOfTheTask() {
        // "Returns the computation state"
        assertThat(waitingFor(signal()).state()).isEqualTo(Future.State.RUNNING);
        assertThat(done().state()).isEqualTo(Future.State.SUCCESS);
        assertThat(failed().state()).isEqualTo(Future.State.FAILED);
        assertThat(cancelled().state()).isEqualTo(Future.State.CANCELLED);
    }

    @Test
    void taskThatHasNotStartedNeverRunsOnceCancelled() throws Exception {
        // "if this task has not started when cancel is called, this task should never run"
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Future<?> future = workers.schedule(runnable(() -> runs.increment()), 1, TimeUnit.SECONDS);
        assertThat(future.cancel(false)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        workers.close();
        assertThat(runs.count()).isZero();
    }

    private ExecutorService executor() {
        return open(1);
    }

    private Future<Integer> waitingFor(Signal release) {
        return waitingFor(executor(), release);
    }

    private static Future<Integer> waitingFor(ExecutorService executor, Signal release) {
        return executor.submit(
                callable(() -> {
                    release.await();
                    return 1;
                }));
    }

    private Future<Integer> done() {
        return ended(executor().submit(callable(() -> 1)));
    }

    private Future<Integer> failing() {
        return executor()
                .submit(
                        callable(() -> {
                            throw new IOException("failed");
                        }));
    }

    private Future<Integer> failed() {
        return ended(failing());
    }

    private Future<Integer> cancelled() {
        Future<Integer> future = waitingFor(signal());
        assertThat(future.cancel(true)).isTrue();
        return future;
    }

    private static Future<Integer> ended(Future<Integer> future) {
        Await.until("a future ends", future::isDone);
        return future;
    }
}
