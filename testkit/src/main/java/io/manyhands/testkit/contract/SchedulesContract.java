package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Repeat;
import io.manyhands.Schedule;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What runs at a time or at intervals, by a clock of the test's own (T13).
public abstract class SchedulesContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /// For the kinds.
    protected SchedulesContract() {}

    @Test
    @Tag("T13")
    void actionRunsOnceAfterItsDelay() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Schedule once =
                workers.after(
                        HOUR,
                        () -> {
                            runs.increment();
                        });
        assertThat(once.nextRun()).hasValue(clock.now().plus(HOUR));
        assertThat(once.runCount()).isZero();
        clock.awaitParkedFor(HOUR);
        clock.advance(HOUR);
        Await.until("it is done", once::isDone);
        assertThat(runs.count()).isEqualTo(1);
        assertThat(once.runCount()).isEqualTo(1);
        assertThat(once.nextRun()).isEmpty();
        assertThat(once.failure()).isEmpty();
        assertThat(once.cancel()).isFalse();
    }

    @Test
    void delayThatIsNotPositiveMeansAtOnce() {
        Workers workers = openOnClock(1);
        Schedule now = workers.after(Duration.ZERO, () -> {});
        Schedule past = workers.after(HOUR.negated(), () -> {});
        Schedule passed = workers.at(clock.now().minus(HOUR), () -> {});
        Await.until("all are done", () -> now.isDone() && past.isDone() && passed.isDone());
        assertThat(now.runCount() + past.runCount() + passed.runCount()).isEqualTo(3);
    }

    @Test
    @Tag("T13")
    void rateKeepsItsTimes() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Schedule hourly =
                workers.every(
                        HOUR,
                        () -> {
                            runs.increment();
                        });
        for (int run = 1; run <= 3; run++) {
            clock.awaitParkedFor(HOUR);
            assertThat(hourly.nextRun()).hasValue(clock.now().plus(HOUR));
            clock.advance(HOUR);
            runs.await(run);
        }
        clock.awaitParkedFor(HOUR);
        assertThat(hourly.runCount()).isEqualTo(3);
        assertThat(hourly.isDone()).isFalse();
    }

    @Test
    @Tag("T13")
    void missedRunsAreLeftOutAndTheOthersKeepTheirTimes() {
        Workers workers = openOnClock(2);
        Tally begun = new Tally();
        Signal release = signal();
        Schedule rate =
                workers.every(
                        SECOND,
                        () -> {
                            begun.increment();
                            release.awaitDeafly();
                        });
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        clock.advance(Duration.ofMillis(3_400));
        release.give();
        // Its times are 2, 3 and 4 s, which were missed, and 5 s.
        clock.awaitParkedFor(Duration.ofMillis(600));
        assertThat(begun.count()).isEqualTo(1);
        clock.advance(Duration.ofMillis(600));
        begun.await(2);
        clock.awaitParkedFor(SECOND);
        assertThat(rate.runCount()).isEqualTo(2);
    }

    @Test
    @Tag("T13")
    void missedRunsAreMadeUpForIfAskedTo() {
        Workers workers = openOnClock(2);
        Tally begun = new Tally();
        Signal release = signal();
        Schedule rate =
                workers.every(
                        Repeat.rate(SECOND).catchingUp(),
                        () -> {
                            begun.increment();
                            release.awaitDeafly();
                        });
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        clock.advance(Duration.ofMillis(3_400));
        release.give();
        begun.await(4);
        clock.awaitParkedFor(Duration.ofMillis(600));
        assertThat(rate.runCount()).isEqualTo(4);
    }

    @Test
    @Tag("T13")
    void delayCountsFromTheEndOfTheRun() {
        Workers workers = openOnClock(1);
        Tally begun = new Tally();
        Signal release = signal();
        Schedule delay =
                workers.every(
                        Repeat.delay(SECOND),
                        () -> {
                            begun.increment();
                            release.awaitDeafly();
                        });
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        begun.await(1);
        clock.advance(HOUR);
        release.give();
        clock.awaitParkedFor(SECOND);
        assertThat(delay.nextRun()).hasValue(clock.now().plus(SECOND));
        clock.advance(SECOND);
        begun.await(2);
    }

    @Test
    void firstRunCanBeElsewhere() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Repeat rule = Repeat.rate(HOUR);
        Schedule later =
                workers.every(
                        rule.startingAfter(SECOND),
                        () -> {
                            runs.increment();
                        });
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND);
        runs.await(1);
        clock.awaitParkedFor(HOUR);
        assertThat(later.cancel()).isTrue();
        Schedule atOnce =
                workers.every(
                        rule.startingAfter(Duration.ofSeconds(-1)),
                        () -> {
                            runs.increment();
                        });
        runs.await(2);
        assertThat(atOnce.isDone()).isFalse();
    }

    @Test
    @Tag("T13")
    void timeOfDayMovesWithTheClockSetForward() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Instant when = clock.now().plus(HOUR);
        Schedule at =
                workers.at(
                        when,
                        () -> {
                            runs.increment();
                        });
        assertThat(at.nextRun()).hasValue(when);
        clock.awaitParkedFor(SECOND);
        clock.shiftWallClock(HOUR);
        assertThat(runs.count()).isZero();
        clock.advance(SECOND);
        runs.await(1);
        Await.until("it is done", at::isDone);
    }

    @Test
    @Tag("T13")
    void timeOfDayMovesWithTheClockSetBack() {
        Workers workers = openOnClock(1);
        Tally runs = new Tally();
        Instant start = clock.now();
        Schedule at =
                workers.at(
                        start.plus(SECOND.multipliedBy(2)),
                        () -> {
                            runs.increment();
                        });
        clock.awaitParkedFor(SECOND);
        clock.setWallClock(start.minus(SECOND.multipliedBy(3)));
        for (int i = 0; i < 4; i++) {
            clock.advance(SECOND);
            clock.awaitParkedFor(SECOND);
        }
        assertThat(runs.count()).isZero();
        assertThat(at.nextRun()).hasValue(start.plus(SECOND.multipliedBy(2)));
        clock.advance(SECOND);
        runs.await(1);
    }

    @Test
    void intervalThatIsNotPositiveIsRefused() {
        Workers workers = openOnClock(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workers.every(Duration.ZERO, () -> {}))
                .withMessageContaining("interval=PT0S");
    }
}
