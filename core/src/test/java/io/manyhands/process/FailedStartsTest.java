package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What follows when workers fail to start.
class FailedStartsTest {
    private final TestHost host = new TestHost();
    private final FailedStarts failures = new FailedStarts(host);

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
            failures.add(before, new LaunchFailure("together"));
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
        failures.add(failures.inARow(), new LaunchFailure(why));
    }
}
