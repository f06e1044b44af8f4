package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Action;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Timeouts, deadlines, and the clock that they are read from (T7, T13).
public abstract class LimitsContract extends Contract {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    /// For the kinds.
    protected LimitsContract() {}

    @Test
    @Tag("T7")
    void timeoutCountsRunningTimeOnly() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = openOnClock(1);
        Signal release = block(workers, 1);
        Signal begun = signal();
        TaskFuture<?> limited = workers.withTimeout(LIMIT).submit(waiting(begun));
        clock.advance(HOUR);
        release.give();
        begun.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT.minusNanos(1));
        clock.awaitParkedFor(Duration.ofNanos(1));
        assertThat(limited.status()).isEqualTo(TaskStatus.RUNNING);
        clock.advance(Duration.ofNanos(1));
        assertTimedOut(limited, LIMIT);
    }

    @Test
    @Tag("T7")
    void timeoutCountsAnewForEachAttempt() throws Exception {
        Workers workers = openOnClock(1);
        Tally attempts = new Tally();
        Submitter limited = workers.withTimeout(LIMIT).withRetries(2);
        Signal never = signal();
        TaskFuture<?> thrice =
                limited.submit(() -> {
                    attempts.increment();
                    never.await();
                });
        for (int attempt = 1; attempt <= 3; attempt++) {
            attempts.await(attempt);
            clock.awaitParkedFor(LIMIT);
            clock.advance(LIMIT);
        }
        assertTimedOut(thrice, LIMIT);
        assertThat(thrice.attempts()).isEqualTo(3);
        assertThat(attempts.count()).isEqualTo(3);
    }

    @Test
    @Tag("T7")
    void deadlineIncludesQueueing() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = openOnClock(1);
        Signal release = block(workers, 1);
        Tally runs = new Tally();
        TaskFuture<?> queued =
                workers.withDeadline(LIMIT)
                        .submit(() -> {
                            runs.increment();
                        });
        clock.awaitParkedFor(LIMIT);
        assertThat(queued.status()).isEqualTo(TaskStatus.QUEUED);
        clock.advance(LIMIT);
        assertTimedOut(queued, LIMIT);
        release.give();
        workers.close();
        assertThat(runs.count()).isZero();
        assertThat(queued.attempts()).isZero();
    }

    @Test
    @Tag("T7")
    void deadlineInterruptsRunningTask() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> running = workers.withDeadline(LIMIT).submit(waiting(begun));
        begun.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        assertTimedOut(running, LIMIT);
        assertThat(running.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void deadlineIsFixedWhenViewIsMade() throws Exception {
        Workers workers = openOnClock(1);
        Submitter view = workers.withDeadline(LIMIT);
        clock.advance(Duration.ofSeconds(4));
        Signal begun = signal();
        TaskFuture<?> running = view.submit(waiting(begun));
        begun.await();
        clock.awaitParkedFor(Duration.ofSeconds(6));
        clock.advance(Duration.ofSeconds(6));
        assertTimedOut(running, LIMIT);
    }

    @Test
    @Tag("T7")
    void pastDeadlineEndsEveryTask() throws Exception {
        Workers workers = openOnClock(1);
        assertTimedOut(workers.withDeadline(Duration.ZERO).submit(() -> 1), Duration.ZERO);
        Duration past = Duration.ofSeconds(-1);
        assertTimedOut(workers.withDeadline(past).submit(() -> 1), past);
    }

    @Test
    @Tag("T7")
    void nearestDeadlineCounts() throws Exception {
        Workers workers = openOnClock(2);
        Signal first = signal();
        Signal second = signal();
        TaskFuture<?> narrowed =
                workers.withDeadline(HOUR).withDeadline(LIMIT).submit(waiting(first));
        TaskFuture<?> notWidened =
                workers.withDeadline(LIMIT).withDeadline(HOUR).submit(waiting(second));
        first.await();
        second.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        assertTimedOut(narrowed, LIMIT);
        assertTimedOut(notWidened, LIMIT);
    }

    @Test
    @Tag("T7")
    void timeoutAndDeadlineCountTogether() throws Exception {
        Workers workers = openOnClock(2);
        Signal first = signal();
        Signal second = signal();
        TaskFuture<?> byTimeout =
                workers.withDeadline(HOUR).withTimeout(LIMIT).submit(waiting(first));
        TaskFuture<?> byDeadline =
                workers.withTimeout(HOUR).withDeadline(LIMIT).submit(waiting(second));
        first.await();
        second.await();
        clock.awaitParkedFor(LIMIT);
        clock.advance(LIMIT);
        assertTimedOut(byTimeout, LIMIT);
        assertTimedOut(byDeadline, LIMIT);
    }

    @Test
    void taskThatEndsInTimeIsLeftAlone() throws Exception {
        Workers workers = openOnClock(1);
        Submitter limited = workers.withTimeout(LIMIT).withDeadline(LIMIT);
        TaskFuture<Integer> quick = limited.submit(() -> 1);
        assertThat(quick.get()).isEqualTo(1);
        clock.advance(HOUR);
        assertThat(workers.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
        assertThat(quick.status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void timeoutThatIsNotPositiveIsRefused() {
        Workers workers = open(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workers.withTimeout(Duration.ZERO))
                .withMessageContaining("timeout=PT0S");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workers.withTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void longestTimesAreTaken() throws Exception {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        Workers workers = openOnClock(1);
        assertThat(workers.withTimeout(longest).withDeadline(longest).submit(() -> 1).get())
                .isEqualTo(1);
    }

    @Test
    void blankNameIsRefused() {
        Workers workers = open(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workers.named(" "))
                .withMessageContaining("name=' '");
    }

    @Test
    void viewsAddUp() throws Exception {
        Workers workers = openOnClock(1);
        Submitter view = workers.named("first").withTimeout(LIMIT).withRetries(1).named("last");
        Signal begun = signal();
        TaskFuture<?> running = view.submit(waiting(begun));
        begun.await();
        assertThat(running.name()).isEqualTo("last");
        clock.awaitParkedFor(LIMIT);
        assertThat(workers.submit(() -> 1).name()).isEqualTo("task");
        begun.end();
    }

    @Test
    @Tag("T13")
    void waitsAreOnTheClock() throws Exception {
        Workers workers = openOnClock(1);
        Signal begun = signal();
        TaskFuture<?> running = workers.submit(waiting(begun));
        Actor<Object> waiting =
                Actor.start(() -> running.get(HOUR.toNanos(), TimeUnit.NANOSECONDS));
        clock.awaitParkedFor(HOUR);
        clock.advance(HOUR);
        assertThat(waiting.failure()).isInstanceOf(TimeoutException.class);
        assertThat(running.isDone()).isFalse();
        Actor<Boolean> terminating = Actor.start(() -> workers.awaitTermination(1, TimeUnit.HOURS));
        clock.awaitParkedFor(HOUR);
        clock.advance(HOUR);
        assertThat(terminating.result()).isFalse();
    }

    private static Action waiting(Signal begun) {
        return () -> {
            begun.give();
            new Signal().await();
        };
    }

    private static void assertTimedOut(TaskFuture<?> future, Duration limit)
            throws InterruptedException {
        Throwable cause = failureOf(future).getCause();
        assertThat(cause).isInstanceOf(TaskTimeoutException.class);
        TaskTimeoutException timeout = (TaskTimeoutException) cause;
        assertThat(timeout.limit()).isEqualTo(limit);
        assertThat(timeout.isStopped()).isTrue();
        assertThat(timeout).hasMessageContaining("limit=" + limit);
        assertThat(future.status()).isEqualTo(TaskStatus.TIMED_OUT);
        assertThat(future.isCancelled()).isFalse();
    }
}
