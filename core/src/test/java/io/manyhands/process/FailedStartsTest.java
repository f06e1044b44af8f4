package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// What follows when workers fail to start.
class FailedStartsTest {
    private final TestHost host = new TestHost();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final FailedStarts failures = new FailedStarts(host, nanos::get);

    @Test
    void theThirdInARowIsTheLast() {
        fail("one");
        fail("two");
        assertThat(failures.areTooMany()).isFalse();
        assertThat(host.broken).isNull();
        fail("three");
        assertThat(failures.areTooMany()).isTrue();
        assertThat(host.broken)
                .isEqualTo("A worker process could not be started: attempts=3, cause=three");
    }

    @Test
    void thoseThatFailTogetherCountOnce() {
        int before = failures.inARow();
        for (int worker = 0; worker < 5; worker++) {
            failures.add(before, new LaunchFailure("together"), true);
        }
        assertThat(failures.inARow()).isEqualTo(1);
        assertThat(failures.areTooMany()).isFalse();
    }

    @Test
    void oneThatComesUpBeginsTheCountAnew() {
        fail("one");
        fail("two");
        failures.forget();
        fail("three");
        fail("four");
        assertThat(failures.areTooMany()).isFalse();
    }

    @Test
    void whereOneHasComeUpBeforeTheAttemptsGoOnForAWhile() {
        failures.forget();
        for (int attempt = 1; attempt <= 10; attempt++) {
            fail("again");
        }
        nanos.addAndGet(FailedStarts.PATIENCE_NANOS - 1);
        fail("still");
        assertThat(failures.areTooMany()).isFalse();
        nanos.addAndGet(1);
        fail("at last");
        assertThat(failures.areTooMany()).isTrue();
        assertThat(host.broken).contains("attempts=12, cause=at last");
    }

    @Test
    void oneThatHasDoneAJobIsEnoughForThat() {
        failures.worked();
        for (int attempt = 1; attempt <= 10; attempt++) {
            fail("again");
        }
        assertThat(failures.areTooMany()).isFalse();
        nanos.addAndGet(FailedStarts.PATIENCE_NANOS);
        fail("at last");
        assertThat(failures.areTooMany()).isTrue();
    }

    @Test
    void thatTimeBeginsAnewWithEachThatComesUp() {
        failures.forget();
        fail("one");
        failures.forget();
        nanos.addAndGet(FailedStarts.PATIENCE_NANOS);
        fail("one");
        fail("two");
        fail("three");
        assertThat(failures.areTooMany()).isFalse();
    }

    @Test
    void othersThatFailBeforeTheFirstHasReadTheClockAreGivenThatTimeToo() {
        AtomicBoolean isFirst = new AtomicBoolean();
        AtomicReference<FailedStarts> own = new AtomicReference<>();
        LongSupplier clock =
                () -> {
                    for (int left = isFirst.getAndSet(false) ? 3 : 0; left > 0; left--) {
                        FailedStarts others = own.get();
                        others.add(others.inARow(), new LaunchFailure("other"), true);
                    }
                    return nanos.get();
                };
        FailedStarts slow = new FailedStarts(host, clock);
        own.set(slow);
        slow.forget();
        isFirst.set(true);
        slow.add(slow.inARow(), new LaunchFailure("first"), true);
        assertThat(slow.areTooMany()).isFalse();
    }

    @Test
    void nobodyWaitsForThoseWhoCannotTryAgain() {
        failures.forget();
        for (int attempt = 1; attempt <= 3; attempt++) {
            failures.add(failures.inARow(), new LaunchFailure("no thread"), false);
        }
        assertThat(failures.areTooMany()).isTrue();
    }

    @Test
    void noPauseIsLongerThanAFewSeconds() {
        failures.forget();
        for (int attempt = 1; attempt <= 100; attempt++) {
            fail("again");
            assertThat(failures.pauseNanos())
                    .isBetween(FailedStarts.FIRST_PAUSE_NANOS, 32 * FailedStarts.FIRST_PAUSE_NANOS);
        }
    }

    @Test
    void eachPauseIsTwiceAsLongAsTheOneBefore() {
        fail("one");
        long first = failures.pauseNanos();
        fail("two");
        assertThat(first).isEqualTo(FailedStarts.FIRST_PAUSE_NANOS);
        assertThat(failures.pauseNanos()).isEqualTo(2 * first);
    }

    @Test
    void whatComesLaterIsToldToo() {
        failures.tellAgain();
        assertThat(host.broken).isNull();
        fail("one");
        fail("two");
        fail("three");
        host.broken = null;
        failures.tellAgain();
        assertThat(host.broken).endsWith("cause=three");
    }

    @Test
    void noSpareIsTriedWhileOneIsPutOff() {
        failures.putOff();
        failures.putOff();
        failures.resume();
        assertThat(failures.maySpare()).isFalse();
        failures.resume();
        assertThat(failures.maySpare()).isTrue();
    }

    private void fail(String why) {
        failures.add(failures.inARow(), new LaunchFailure(why), true);
    }
}
