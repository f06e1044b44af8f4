package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.manyhands.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// [ScheduledExecutorService], [ScheduledFuture] and `Delayed` as the JDK documents them; the
/// quoted words are those of its documentation.
public abstract class ScheduledExecutorContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    /// For the kinds.
    protected ScheduledExecutorContract() {}

    @Test
    @Tag("T13")
    void commandRunsAfterItsDelay() throws Exception {
        // "one-shot task that becomes enabled after the given delay"
        ScheduledExecutorService executor = openOnClock(1);
        Tally runs = new Tally();
        ScheduledFuture<?> future = executor.schedule(counting(runs), 1, TimeUnit.SECONDS);
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND.minus(NANO));
        clock.awaitParkedFor(NANO);
        assertThat(runs.count()).isZero();
        clock.advance(NANO);
        // "whose get() method will return null upon completion"
        assertThat((Object) future.get()).isNull();
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    void callableRunsAfterItsDelay() throws Exception {
        // "a ScheduledFuture that can be used to extract result or cancel"
        ScheduledExecutorService executor = openOnClock(1);
        ScheduledFuture<Integer> future = executor.schedule(callable(() -> 7), 1, TimeUnit.SECONDS);
        clock.awaitParkedFor(SECOND);
        assertThat(future.isDone()).isFalse();
        clock.advance(SECOND);
        assertThat(future.get()).isEqualTo(7);
    }

    @Test
    void scheduledTaskThatThrowsFails() {
        ScheduledExecutorService executor = open(1);
        ScheduledFuture<Integer> future =
                executor.schedule(callable(() -> throwing()), 1, TimeUnit.NANOSECONDS);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void lambdasCanBeGivenAsTheyAre() throws Exception {
        Workers workers = open(1);
        assertThat(workers.schedule(() -> 7, 1, TimeUnit.NANOSECONDS).get()).isEqualTo(7);
        Tally runs = new Tally();
        ScheduledFuture<?> once =
                workers.schedule(
                        () -> {
                            runs.increment();
                        },
                        1,
                        TimeUnit.NANOSECONDS);
        assertThat((Object) once.get()).isNull();
        ScheduledFuture<?> rate =
                workers.scheduleAtFixedRate(
                        () -> {
                            runs.increment();
                        },
                        0,
                        1,
                        TimeUnit.MILLISECONDS);
        runs.await(3);
        assertThat(rate.cancel(true)).isTrue();
        int before = runs.count();
        ScheduledFuture<?> delay =
                workers.scheduleWithFixedDelay(
                        () -> {
                            runs.increment();
                        },
                        0,
                        1,
                        TimeUnit.MILLISECONDS);
        runs.await(before + 3);
        assertThat(delay.cancel(true)).isTrue();
    }

    @Test
    void zeroAndNegativeDelaysMeanAtOnce() throws Exception {
        // "Zero and negative delays (but not periods) are also allowed in schedule methods, and are
        // treated as requests for immediate execution"
        ScheduledExecutorService executor = openOnClock(1);
        assertThat(executor.schedule(callable(() -> 1), 0, TimeUnit.SECONDS).get()).isEqualTo(1);
        assertThat(executor.schedule(callable(() -> 2), -1, TimeUnit.DAYS).get()).isEqualTo(2);
        assertThat(executor.schedule(callable(() -> 3), Long.MIN_VALUE, TimeUnit.DAYS).get())
                .isEqualTo(3);
        Tally runs = new Tally();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(counting(runs), -1, 1, TimeUnit.DAYS);
        runs.await(1);
        ScheduledFuture<?> delay =
                executor.scheduleWithFixedDelay(counting(runs), 0, 1, TimeUnit.DAYS);
        runs.await(2);
        assertThat(rate.cancel(true)).isTrue();
        assertThat(delay.cancel(true)).isTrue();
    }

    @Test
    void nullIsRefused() {
        // "NullPointerException - if command or unit is null"
        ScheduledExecutorService executor = openOnClock(1);
        Runnable command = runnable(() -> {});
        Runnable none = TasksContract.absent();
        TimeUnit noUnit = TasksContract.absent();
        TimeUnit unit = TimeUnit.DAYS;
        assertThatNullPointerException().isThrownBy(() -> executor.schedule(none, 1, unit));
        assertThatNullPointerException().isThrownBy(() -> executor.schedule(command, 1, noUnit));
        assertThatNullPointerException()
                .isThrownBy(() ->
                        executor.schedule(TasksContract.<Callable<Integer>>absent(), 1, unit));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.schedule(callable(() -> 1), 1, noUnit));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.scheduleAtFixedRate(none, 1, 1, unit));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.scheduleAtFixedRate(command, 1, 1, noUnit));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.scheduleWithFixedDelay(none, 1, 1, unit));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.scheduleWithFixedDelay(command, 1, 1, noUnit));
        executor.shutdown();
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void nothingIsTakenAfterShutdown() {
        // "RejectedExecutionException - if the task cannot be scheduled for execution"
        ScheduledExecutorService executor = openOnClock(1);
        executor.shutdown();
        Runnable command = runnable(() -> {});
        TimeUnit unit = TimeUnit.SECONDS;
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.schedule(command, 1, unit));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.schedule(callable(() -> 1), 1, unit));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.scheduleAtFixedRate(command, 1, 1, unit));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.scheduleWithFixedDelay(command, 1, 1, unit));
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void shutdownLeavesOneShotTasks() throws Exception {
        ScheduledExecutorService executor = openOnClock(1);
        ScheduledFuture<Integer> future = executor.schedule(callable(() -> 7), 1, TimeUnit.SECONDS);
        clock.awaitParkedFor(SECOND);
        executor.shutdown();
        assertThat(executor.isTerminated()).isFalse();
        clock.advance(SECOND);
        assertThat(future.get()).isEqualTo(7);
        executor.close();
    }

    @Test
    void delayIsWhatIsLeft() {
        // Delayed: "the remaining delay; zero or negative values indicate that the delay has
        // already elapsed"
        ScheduledExecutorService executor = openOnClock(1);
        ScheduledFuture<?> future = executor.schedule(runnable(() -> {}), 10, TimeUnit.SECONDS);
        assertThat(future.getDelay(TimeUnit.SECONDS)).isEqualTo(10);
        assertThat(future.getDelay(TimeUnit.MILLISECONDS)).isEqualTo(10_000);
        clock.advance(Duration.ofSeconds(4));
        assertThat(future.getDelay(TimeUnit.SECONDS)).isEqualTo(6);
        clock.advance(Duration.ofSeconds(7));
        assertThat(future.getDelay(TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void orderIsThatOfTheDelays() {
        // Delayed: "a compareTo method that provides an ordering consistent with its getDelay"
        // On the real clock, which goes on between two readings.
        ScheduledExecutorService executor = open(1);
        Runnable command = runnable(() -> {});
        ScheduledFuture<?> near = executor.schedule(command, 100_000, TimeUnit.SECONDS);
        ScheduledFuture<?> far =
                executor.schedule(command, 100_000_000_000_001L, TimeUnit.NANOSECONDS);
        ScheduledFuture<?> farthest = executor.schedule(command, 2, TimeUnit.DAYS);
        ScheduledFuture<?> same = near;
        for (int i = 0; i < 1_000; i++) {
            assertThat(near.compareTo(same)).isZero();
            assertThat(near.compareTo(far)).isNegative();
            assertThat(far.compareTo(near)).isPositive();
            assertThat(farthest.compareTo(near)).isPositive();
        }
        assertThat(near.equals(far)).isFalse();
    }

    private static Runnable counting(Tally runs) {
        return runnable(() -> runs.increment());
    }

    private static int throwing() throws IOException {
        throw new IOException("each time");
    }
}
