package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The periodic methods of [ScheduledExecutorService] as the JDK documents them; the quoted words
/// are those of its documentation.
public abstract class PeriodicContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// For the kinds.
    protected PeriodicContract() {}

    @Test
    void rateCountsFromStartToStart() {
        // "after initialDelay, then initialDelay + period, then initialDelay + 2 * period"
        ScheduledExecutorService executor = openOnClock(1);
        Tally runs = new Tally();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(counting(runs), 2, 5, TimeUnit.SECONDS);
        clock.awaitParkedFor(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        for (int run = 1; run <= 3; run++) {
            runs.await(run);
            clock.awaitParkedFor(Duration.ofSeconds(5));
            assertThat(runs.count()).isEqualTo(run);
            clock.advance(Duration.ofSeconds(5));
        }
        runs.await(4);
        assertThat(rate.isDone()).isFalse();
    }

    @Test
    void lateRunsOfRateFollowButNeverAtOnce() {
        // "subsequent executions may start late, but will not concurrently execute"
        ScheduledExecutorService executor = openOnClock(4);
        Tally begun = new Tally();
        Tally inside = new Tally();
        Tally overlaps = new Tally();
        Signal release = signal();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(
                        runnable(() -> {
                            if (inside.increment() > 1) {
                                overlaps.increment();
                            }
                            begun.increment();
                            release.awaitDeafly();
                            inside.decrement();
                        }),
                        1,
                        1,
                        TimeUnit.SECONDS);
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        clock.advance(SECOND.multipliedBy(4));
        assertThat(begun.count()).isEqualTo(1);
        release.give();
        // Those missed are made up for.
        begun.await(5);
        clock.awaitParkedFor(SECOND);
        assertThat(begun.count()).isEqualTo(5);
        assertThat(overlaps.count()).isZero();
        assertThat(rate.cancel(false)).isTrue();
    }

    @Test
    void delayCountsFromEndToStart() {
        // "the delay between the termination of one execution and the commencement of the next"
        ScheduledExecutorService executor = openOnClock(1);
        Tally begun = new Tally();
        Signal release = signal();
        ScheduledFuture<?> delay =
                executor.scheduleWithFixedDelay(
                        runnable(() -> {
                            begun.increment();
                            release.awaitDeafly();
                        }),
                        1,
                        5,
                        TimeUnit.SECONDS);
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        clock.advance(Duration.ofSeconds(30));
        release.give();
        clock.awaitParkedFor(Duration.ofSeconds(5));
        assertThat(begun.count()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(5));
        begun.await(2);
        assertThat(delay.isDone()).isFalse();
    }

    @Test
    void cancelEndsTheSeries() {
        // "The task is explicitly cancelled via the returned future"
        ScheduledExecutorService executor = openOnClock(1);
        Tally runs = new Tally();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(counting(runs), 0, 1, TimeUnit.SECONDS);
        runs.await(1);
        clock.awaitParkedFor(SECOND);
        assertThat(rate.cancel(false)).isTrue();
        // "will throw an exception upon task cancellation"
        assertEndsCancelled(rate);
        clock.advance(SECOND.multipliedBy(3));
        executor.close();
        assertThat(runs.count()).isEqualTo(1);
    }

    @Test
    void cancelDuringRunInterruptsIfAsked() throws Exception {
        ScheduledExecutorService executor = openOnClock(1);
        Tally interrupted = new Tally();
        Signal begun = signal();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(
                        runnable(() -> waitInterrupted(begun, interrupted)),
                        0,
                        1,
                        TimeUnit.SECONDS);
        begun.await();
        assertThat(rate.cancel(true)).isTrue();
        interrupted.await(1);
        assertEndsCancelled(rate);
    }

    @Test
    void terminationEndsTheSeries() {
        // "The executor terminates, also resulting in task cancellation"
        ScheduledExecutorService executor = openOnClock(1);
        Tally runs = new Tally();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(counting(runs), 0, 1, TimeUnit.SECONDS);
        ScheduledFuture<?> delay =
                executor.scheduleWithFixedDelay(counting(runs), 0, 1, TimeUnit.SECONDS);
        runs.await(2);
        executor.close();
        assertEndsCancelled(rate);
        assertEndsCancelled(delay);
        assertThat(runs.count()).isEqualTo(2);
    }

    @Test
    void failureEndsTheSeries() {
        // "An execution of the task throws an exception. In this case calling get on the returned
        // future will throw ExecutionException, holding the exception as its cause"
        ScheduledExecutorService executor = openOnClock(1);
        Tally runs = new Tally();
        Runnable second =
                runnable(() -> {
                    if (runs.increment() == 2) {
                        throw new IOException("second");
                    }
                });
        for (boolean atRate : new boolean[] {true, false}) {
            int before = runs.count();
            ScheduledFuture<?> series =
                    atRate
                            ? executor.scheduleAtFixedRate(second, 0, 1, TimeUnit.SECONDS)
                            : executor.scheduleWithFixedDelay(
                                    runnable(() -> throwing()), 0, 1, TimeUnit.SECONDS);
            if (atRate) {
                runs.await(before + 1);
                clock.awaitParkedFor(SECOND);
                clock.advance(SECOND);
            }
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(series::get)
                    .withCauseInstanceOf(IOException.class);
            // "Subsequent executions are suppressed. Subsequent calls to isDone() return true."
            assertThat(series.isDone()).isTrue();
            assertThat(series.isCancelled()).isFalse();
            assertThat(series.state()).isEqualTo(Future.State.FAILED);
        }
        clock.advance(SECOND.multipliedBy(5));
        executor.close();
        assertThat(runs.count()).isEqualTo(2);
    }

    @Test
    void seriesIsNeverDoneByItself() throws Exception {
        // "The future's get() method will never return normally"
        ScheduledExecutorService executor = open(1);
        Tally runs = new Tally();
        ScheduledFuture<?> rate =
                executor.scheduleAtFixedRate(counting(runs), 0, 1, TimeUnit.MILLISECONDS);
        Actor<Object> waiting = Actor.<Object>start(rate::get);
        runs.await(10);
        assertThat(rate.isDone()).isFalse();
        assertThat(rate.cancel(true)).isTrue();
        assertThat(waiting.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void periodThatIsNotPositiveIsRefused() {
        // "IllegalArgumentException - if period less than or equal to zero"
        ScheduledExecutorService executor = openOnClock(1);
        Runnable command = runnable(() -> {});
        for (long period : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            executor.scheduleAtFixedRate(command, 1, period, TimeUnit.SECONDS));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            executor.scheduleWithFixedDelay(command, 1, period, TimeUnit.SECONDS));
        }
    }

    private static void assertEndsCancelled(ScheduledFuture<?> future) {
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
    }

    private static Runnable counting(Tally runs) {
        return runnable(() -> runs.increment());
    }

    private static int throwing() throws IOException {
        throw new IOException("each time");
    }
}
