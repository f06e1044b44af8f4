package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Repeat;
import io.manyhands.Schedule;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How schedules fail and end (T13, W1).
public abstract class SchedulesEndContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /// For the kinds.
    protected SchedulesEndContract() {}

    @Test
    void failureEndsTheSeriesAndIsReportedOnce() {
        Queue<WorkersEvent> reported = new ConcurrentLinkedQueue<>();
        Workers workers = openReporting(reported);
        Tally runs = new Tally();
        Schedule failing =
                workers.every(
                        SECOND,
                        () -> {
                            throw new IOException("run " + runs.increment());
                        });
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        Await.until("it is done", failing::isDone);
        Await.until("it is reported", () -> !reported.isEmpty());
        clock.advance(HOUR);
        workers.close();
        assertThat(runs.count()).isEqualTo(1);
        assertThat(failing.failure()).hasValueSatisfying(f -> assertThat(f).hasMessage("run 1"));
        assertThat(failing.nextRun()).isEmpty();
        assertThat(reported).hasSize(1);
    }

    @Test
    void seriesGoesOnBehindFailuresIfAskedTo() {
        Queue<WorkersEvent> reported = new ConcurrentLinkedQueue<>();
        Workers workers = openReporting(reported);
        Tally runs = new Tally();
        Schedule failing =
                workers.every(
                        Repeat.rate(SECOND).continuingAfterFailure(),
                        () -> {
                            if (runs.increment() < 3) {
                                throw new IOException("run " + runs.count());
                            }
                        });
        for (int run = 1; run <= 3; run++) {
            clock.awaitParkedFor(SECOND);
            clock.advance(SECOND);
            runs.await(run);
        }
        clock.awaitParkedFor(SECOND);
        assertThat(failing.isDone()).isFalse();
        assertThat(failing.runCount()).isEqualTo(3);
        assertThat(failing.failure()).hasValueSatisfying(f -> assertThat(f).hasMessage("run 2"));
        workers.close();
        assertThat(reported).hasSize(2);
    }

    @Test
    void failureOfOneShotIsReported() {
        Queue<WorkersEvent> reported = new ConcurrentLinkedQueue<>();
        Workers workers = openReporting(reported);
        Schedule once =
                workers.after(
                        Duration.ZERO,
                        () -> {
                            throw new IOException("once");
                        });
        Await.until("it is done", once::isDone);
        Await.until("its failure is known", () -> once.failure().isPresent());
        workers.close();
        assertThat(reported).hasSize(1);
    }

    @Test
    void runThatTimesOutIsAFailure() {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Schedule limited =
                workers.withTimeout(SECOND)
                        .every(
                                HOUR,
                                () -> {
                                    begun.give();
                                    new Signal().await();
                                });
        clock.awaitParkedFor(HOUR);
        clock.advance(HOUR);
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        Await.until("it is done", limited::isDone);
        assertThat(limited.failure().orElseThrow()).isInstanceOf(TaskTimeoutException.class);
    }

    @Test
    void retriesHappenWithinTheRun() {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        Schedule retried =
                workers.withRetries(2)
                        .every(
                                HOUR,
                                () -> {
                                    if (tries.increment() % 3 != 0) {
                                        throw new IOException("try " + tries.count());
                                    }
                                });
        for (int run = 1; run <= 2; run++) {
            clock.awaitParkedFor(HOUR);
            clock.advance(HOUR);
            tries.await(3 * run);
        }
        clock.awaitParkedFor(HOUR);
        assertThat(retried.runCount()).isEqualTo(2);
        assertThat(retried.failure()).isEmpty();
    }

    @Test
    void cancelBeforeTheRunKeepsItFromRunning() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Schedule once =
                workers.after(
                        SECOND,
                        () -> {
                            runs.increment();
                        });
        assertThat(once.cancel()).isTrue();
        assertThat(once.cancel()).isFalse();
        assertThat(once.isDone()).isTrue();
        assertThat(once.nextRun()).isEmpty();
        clock.advance(HOUR);
        workers.close();
        assertThat(runs.count()).isZero();
    }

    @Test
    void cancelInterruptsTheRun() {
        Workers workers = openOnClock(1);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Schedule rate = workers.every(SECOND, () -> waitInterrupted(begun, interrupted));
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        assertThat(rate.cancel()).isTrue();
        interrupted.await(1);
        clock.advance(HOUR);
        workers.close();
        assertThat(begun.count()).isEqualTo(1);
        assertThat(rate.runCount()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void shutdownEndsSeriesAndLeavesOneShots() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Schedule series =
                workers.every(
                        HOUR,
                        () -> {
                            runs.increment();
                        });
        Schedule once =
                workers.after(
                        HOUR,
                        () -> {
                            runs.increment();
                        });
        clock.awaitParkedFor(HOUR);
        workers.shutdown();
        assertThat(series.isDone()).isTrue();
        assertThat(once.isDone()).isFalse();
        clock.advance(HOUR);
        workers.close();
        assertThat(runs.count()).isEqualTo(1);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.every(HOUR, () -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.after(HOUR, () -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.at(clock.now(), () -> {}));
    }

    private Workers openReporting(Queue<WorkersEvent> reported) {
        return open(
                1,
                options ->
                        options.withTimeSource(clock)
                                .withListener(event -> {
                                    if (event instanceof WorkersEvent.FailureReported) {
                                        reported.add(event);
                                    }
                                }));
    }
}
