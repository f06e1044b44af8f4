package io.manyhands.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void joinAll() throws InterruptedException {
        System.clearProperty(Await.FACTOR);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void timeMovesOnlyByAdvance() {
        long nanos = clock.nanos();
        Instant now = clock.now();
        assertThat(clock.nanos()).isEqualTo(nanos);
        assertThat(clock.now()).isEqualTo(now);
        clock.advance(SECOND);
        assertThat(clock.nanos() - nanos).isEqualTo(SECOND.toNanos());
        assertThat(clock.now()).isEqualTo(now.plus(SECOND));
    }

    @Test
    void steadyClockRunsOverItsEnd() {
        long nanos = clock.nanos();
        clock.advance(Duration.ofDays(365));
        assertThat(clock.nanos()).isNegative();
        assertThat(clock.nanos() - nanos).isEqualTo(Duration.ofDays(365).toNanos());
        assertThat(clock.now()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void timeIsNeverSetBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .withMessageContaining("time=PT-0.000000001S");
    }

    @Test
    void wallClockIsSetAlone() {
        long nanos = clock.nanos();
        Instant now = clock.now();
        clock.shiftWallClock(SECOND);
        clock.shiftWallClock(SECOND.negated().multipliedBy(3));
        assertThat(clock.now()).isEqualTo(now.minusSeconds(2));
        clock.setWallClock(now.plusSeconds(7));
        assertThat(clock.now()).isEqualTo(now.plusSeconds(7));
        assertThat(clock.nanos()).isEqualTo(nanos);
        clock.advance(SECOND);
        assertThat(clock.now()).isEqualTo(now.plusSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parkedThreadGoesOnWhenItsTimeHasCome(boolean virtual) {
        AtomicBoolean over = new AtomicBoolean();
        start(virtual, () -> parkUntil(clock.nanos() + SECOND.toNanos(), over));
        clock.awaitParkedFor(SECOND);
        clock.advance(SECOND.minusNanos(1));
        clock.awaitParkedFor(Duration.ofNanos(1));
        assertThat(over).isFalse();
        clock.advance(Duration.ofNanos(1));
        Await.until("it goes on", over::get);
    }

    @Test
    void parkThatIsNotPositiveReturns() {
        clock.park(this, 0);
        clock.park(this, -1);
        // It did not use up the permit either.
        LockSupport.unpark(Thread.currentThread());
        clock.park(this, -1);
        LockSupport.park(this);
    }

    @Test
    void unparkAndInterruptEndThePark() {
        AtomicInteger returns = new AtomicInteger();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread thread =
                start(
                        false,
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                clock.park(this, SECOND.toNanos());
                                returns.incrementAndGet();
                            }
                            clock.park(this, SECOND.toNanos());
                            interrupted.set(Thread.interrupted());
                        });
        clock.awaitParked(1);
        LockSupport.unpark(thread);
        Await.until("it returns", () -> returns.get() >= 1);
        clock.awaitParked(1);
        assertThat(interrupted).isFalse();
        thread.interrupt();
        Await.until("it ends", interrupted::get);
    }

    @Test
    void timeMovedOnBeforeTheParkIsNotLost() {
        long readBefore = clock.nanos();
        clock.advance(SECOND);
        // Counts from the reading: its time has come.
        clock.park(this, SECOND.toNanos());
        assertThat(clock.nanos() - readBefore).isEqualTo(SECOND.toNanos());
    }

    @Test
    void onlyThoseWhoseTimeHasNotComeAreParked() {
        AtomicBoolean first = new AtomicBoolean();
        AtomicBoolean second = new AtomicBoolean();
        long now = clock.nanos();
        start(false, () -> parkUntil(now + SECOND.toNanos(), first));
        start(false, () -> parkUntil(now + 2 * SECOND.toNanos(), second));
        clock.awaitParked(2);
        assertThat(clock.awaitParkedWithin(SECOND.plusNanos(1), SECOND.multipliedBy(9)))
                .isEqualTo(SECOND.multipliedBy(2));
        clock.advance(SECOND);
        Await.until("the first goes on", first::get);
        clock.awaitParkedFor(SECOND);
        assertThat(second).isFalse();
    }

    @Test
    void waitForWhatDoesNotComeFails() {
        System.setProperty(Await.FACTOR, "0.001");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> clock.awaitParked(1))
                .withMessageContaining("threads=1");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> clock.awaitParkedFor(SECOND))
                .withMessageContaining("PT1S");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Await.until("never", () -> false))
                .withMessageContaining("what=never");
    }

    @Test
    void patienceIsScaled() {
        assertThat(Await.patience()).isEqualTo(Duration.ofSeconds(20));
        System.setProperty(Await.FACTOR, "2.5");
        assertThat(Await.patience()).isEqualTo(Duration.ofSeconds(50));
    }

    private void parkUntil(long untilNanos, AtomicBoolean over) {
        for (long left = untilNanos - clock.nanos();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = untilNanos - clock.nanos()) {
            clock.park(this, left);
        }
        over.set(!Thread.currentThread().isInterrupted());
    }

    private Thread start(boolean virtual, Runnable work) {
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        Thread thread = builder.name("parker").start(work);
        threads.add(thread);
        return thread;
    }
}
