package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.RetryPolicy;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What fails is tried again if, when and as often as was asked for (T2).
public abstract class RetriesContract extends Contract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @SuppressWarnings("StaticAssignmentOfThrowable") // one in each JVM, thrown again and again
    private static final IOException SAME = new IOException("always the same");

    /// For the kinds.
    protected RetriesContract() {}

    @Test
    @Tag("T2")
    void taskIsTriedUntilItSucceeds() throws Exception {
        Workers workers = open(2);
        Tally tries = new Tally();
        TaskFuture<Integer> third = workers.withRetries(5).submit(() -> failUntil(tries, 3));
        assertThat(third.get()).isEqualTo(3);
        assertThat(third.attempts()).isEqualTo(3);
        assertThat(tries.count()).isEqualTo(3);
        assertThat(workers.statistics().retried()).isEqualTo(2);
        assertThat(workers.statistics().submitted()).isEqualTo(1);
        assertThat(workers.statistics().failed()).isZero();
    }

    @Test
    @Tag("T2")
    void lastFailureSuppressesEarlierOnes() throws Exception {
        Workers workers = open(2);
        Tally tries = new Tally();
        TaskFuture<Integer> failing = workers.withRetries(2).submit(() -> failUntil(tries, 100));
        Throwable last = failureOf(failing).getCause();
        assertThat(failing.attempts()).isEqualTo(3);
        assertThat(tries.count()).isEqualTo(3);
        assertThat(messages(last)).contains("try 3", "try 2", "try 1");
        assertThat(last).hasMessage("try 3");
    }

    @Test
    @Tag("T2")
    void sameExceptionCanBeThrownAgain() throws Exception {
        Workers workers = open(1);
        TaskFuture<?> failing = workers.withRetries(3).submit(() -> throwSame());
        assertThat(failureOf(failing).getCause()).hasMessage("always the same");
        assertThat(failing.attempts()).isEqualTo(4);
    }

    @Test
    @Tag("T2")
    void errorIsNotTriedAgainUnasked() throws Exception {
        Workers workers = open(1);
        TaskFuture<?> failing =
                workers.withRetries(3)
                        .submit(() -> {
                            throw new AssertionError("once");
                        });
        assertThat(failureOf(failing).getCause()).hasMessage("once");
        assertThat(failing.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T2")
    void noRetriesMeansOneAttempt() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        TaskFuture<Integer> failing =
                workers.withRetries(3).withRetries(0).submit(() -> failUntil(tries, 2));
        assertThat(failureOf(failing).getCause()).hasMessage("try 1");
        assertThat(failing.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T2")
    void onlyFailuresThatWereAskedForAreTriedAgain() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        RetryPolicy policy =
                RetryPolicy.times(5).when(failure -> "try 1".equals(failure.getMessage()));
        TaskFuture<Integer> failing =
                workers.withRetries(policy).submit(() -> failUntil(tries, 100));
        assertThat(failureOf(failing).getCause()).hasMessage("try 2");
        assertThat(failing.attempts()).isEqualTo(2);
    }

    @Test
    @Tag("T2")
    void testThatThrowsMeansNoFurtherAttempt() throws Exception {
        Workers workers = open(1);
        Tally tries = new Tally();
        RetryPolicy policy =
                RetryPolicy.times(5)
                        .when(failure -> {
                            throw new IllegalStateException("broken test");
                        });
        TaskFuture<Integer> failing =
                workers.withRetries(policy).submit(() -> failUntil(tries, 100));
        Throwable cause = failureOf(failing).getCause();
        assertThat(messages(cause)).contains("try 1", "broken test");
        assertThat(failing.attempts()).isEqualTo(1);
    }

    @Test
    @Tag("T13")
    void backoffDoublesUpToItsLimit() throws Exception {
        Workers workers = openOnClock(1);
        RetryPolicy policy =
                RetryPolicy.times(4).withBackoff(SECOND).withMaxBackoff(SECOND.multipliedBy(3));
        Tally tries = new Tally();
        TaskFuture<Integer> failing =
                workers.withRetries(policy.withJitter(0)).submit(() -> failUntil(tries, 100));
        for (int seconds : new int[] {1, 2, 3, 3}) {
            Duration wait = Duration.ofSeconds(seconds);
            clock.awaitParkedFor(wait);
            assertThat(failing.status()).isEqualTo(TaskStatus.QUEUED);
            clock.advance(wait);
        }
        assertThat(failureOf(failing).getCause()).hasMessage("try 5");
        assertThat(failing.attempts()).isEqualTo(5);
    }

    @RepeatedTest(5)
    @Tag("T2")
    void jitterKeepsItsBounds() throws Exception {
        Workers workers = openOnClock(1);
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND).withJitter(0.25);
        Tally tries = new Tally();
        TaskFuture<Integer> second = workers.withRetries(policy).submit(() -> failUntil(tries, 2));
        Duration wait = clock.awaitParkedWithin(Duration.ofMillis(750), SECOND);
        clock.advance(wait);
        assertThat(second.get()).isEqualTo(2);
    }

    @Test
    @Tag("T2")
    void workerIsFreeBetweenAttempts() throws Exception {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND).withJitter(0);
        TaskFuture<Integer> second = workers.withRetries(policy).submit(() -> failUntil(tries, 2));
        clock.awaitParkedFor(SECOND);
        assertThat(workers.submit(() -> 7).get()).isEqualTo(7);
        assertThat(workers.statistics().queued()).isEqualTo(1);
        clock.advance(SECOND);
        assertThat(second.get()).isEqualTo(2);
    }

    @Test
    @Tag("T2")
    void cancelBetweenAttemptsIsTheEnd() {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND).withJitter(0);
        TaskFuture<Integer> waiting = workers.withRetries(policy).submit(() -> failUntil(tries, 2));
        clock.awaitParkedFor(SECOND);
        assertThat(waiting.cancel(false)).isTrue();
        clock.advance(SECOND);
        workers.close();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(waiting::get);
        assertThat(tries.count()).isEqualTo(1);
    }

    @Test
    @Tag("T2")
    void deadlineBetweenAttemptsIsTheEnd() throws Exception {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND.multipliedBy(5)).withJitter(0);
        TaskFuture<Integer> waiting =
                workers.withDeadline(SECOND).withRetries(policy).submit(() -> failUntil(tries, 2));
        tries.await(1);
        clock.awaitParkedFor(SECOND);
        Await.until("it waits", () -> waiting.status() == TaskStatus.QUEUED);
        clock.advance(SECOND);
        assertThat(failureOf(waiting).getCause()).isInstanceOf(TaskTimeoutException.class);
        clock.advance(SECOND.multipliedBy(10));
        workers.close();
        assertThat(tries.count()).isEqualTo(1);
    }

    @Test
    @Tag("W1")
    void taskThatHadAnAttemptIsNotReturnedAsNeverBegun() {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND).withJitter(0);
        TaskFuture<Integer> waiting = workers.withRetries(policy).submit(() -> failUntil(tries, 2));
        clock.awaitParkedFor(SECOND);
        assertThat(workers.shutdownNow()).isEmpty();
        assertThat(waiting.status()).isEqualTo(TaskStatus.CANCELLED);
        workers.close();
    }

    @Test
    @Tag("T2")
    void shutdownLetsAttemptsGoOn() throws Exception {
        Workers workers = openOnClock(1);
        Tally tries = new Tally();
        RetryPolicy policy = RetryPolicy.times(1).withBackoff(SECOND).withJitter(0);
        TaskFuture<Integer> second = workers.withRetries(policy).submit(() -> failUntil(tries, 2));
        clock.awaitParkedFor(SECOND);
        workers.shutdown();
        clock.advance(SECOND);
        assertThat(second.get()).isEqualTo(2);
        workers.close();
    }

    @Test
    @Tag("T2")
    void itemsAreTriedAgainToo() {
        Workers workers = open(2);
        Tally tries = new Tally();
        List<Integer> results =
                workers.withRetries(10)
                        .map(List.of(0, 0), item -> item + failUntil(tries, 4))
                        .toList();
        assertThat(results).hasSize(2).allMatch(result -> result >= 4);
    }

    @Test
    @Tag("T2")
    void negativeRetriesAreRefused() {
        Workers workers = open(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> workers.withRetries(-1))
                .withMessageContaining("retries=-1");
    }

    private static int failUntil(Tally tries, int success) throws IOException {
        int number = tries.increment();
        if (number < success) {
            throw new IOException("try " + number);
        }
        return number;
    }

    private static void throwSame() throws IOException {
        throw SAME;
    }

    /// Those of a failure and of all that it holds.
    private static List<String> messages(@Nullable Throwable failure) {
        List<String> all = new ArrayList<>();
        if (failure != null) {
            all.add(String.valueOf(failure.getMessage()));
            for (Throwable suppressed : failure.getSuppressed()) {
                all.addAll(messages(suppressed));
            }
        }
        return all;
    }
}
