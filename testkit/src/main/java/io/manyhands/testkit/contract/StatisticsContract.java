package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.WorkersStatistics;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The numbers are true (T8).
public abstract class StatisticsContract extends Contract {

    /// For the kinds.
    protected StatisticsContract() {}

    @Test
    @Tag("T8")
    void numbersAreTrueAtRest() throws Exception {
        Workers workers = openOnClock(2);
        Signal never = signal();
        TaskFuture<Integer> succeeded = workers.submit(() -> 1);
        assertThat(succeeded.get()).isEqualTo(1);
        TaskFuture<?> failed = workers.withRetries(2).submit(() -> fail());
        assertThat(FailuresContract.failureOf(failed)).isNotNull();
        Future<?> cancelled = workers.schedule(() -> 1, 1, TimeUnit.HOURS);
        assertThat(cancelled.cancel(true)).isTrue();
        TaskFuture<?> timedOut = workers.withDeadline(Duration.ZERO).submit(() -> never.await());
        assertThat(FailuresContract.failureOf(timedOut)).isNotNull();
        assertThat(workers.map(List.of(1, 2, 3), number -> number).toList()).hasSize(3);
        Await.until("workers rest", () -> workers.statistics().running() == 0);
        WorkersStatistics numbers = workers.statistics();
        assertThat(numbers.submitted()).isEqualTo(7);
        assertThat(numbers.succeeded()).isEqualTo(4);
        assertThat(numbers.failed()).isEqualTo(1);
        assertThat(numbers.cancelled()).isEqualTo(1);
        assertThat(numbers.timedOut()).isEqualTo(1);
        assertThat(numbers.retried()).isEqualTo(2);
        assertThat(numbers.ended()).isEqualTo(7);
        assertThat(numbers.queued()).isZero();
        assertThat(numbers.running()).isZero();
        assertThat(numbers.spares()).isZero();
        assertThat(numbers.stuck()).isEmpty();
    }

    @Test
    void kindAndNameAreSaid() throws Exception {
        Workers workers = open(3, options -> options.withName("manyhands-named"));
        WorkersStatistics numbers = workers.statistics();
        assertThat(numbers.name()).isEqualTo("manyhands-named");
        assertThat(kind().name()).startsWith(numbers.kind());
        assertThat(numbers.parallelism())
                .isEqualTo(kind().is(Kind.Trait.LIMITED) ? 3 : Integer.MAX_VALUE);
        assertThat(workers.toString()).contains("manyhands-named", numbers.kind());
        assertThat(workers.submit(() -> Thread.currentThread().getName()).get())
                .startsWith("manyhands-named-");
    }

    @Test
    void defaultNamesAreNumbered() {
        assertThat(open(1).statistics().name())
                .matches("manyhands-\\d+")
                .isNotEqualTo(open(1).statistics().name());
    }

    @Test
    @Tag("T8")
    void runningAndQueuedAreTrueWhileTasksWait() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = openOnClock(2);
        Signal release = block(workers, 2);
        List<TaskFuture<Integer>> queued = workers.submitAll(List.of(() -> 1, () -> 2, () -> 3));
        Future<?> _ = workers.schedule(() -> 4, 1, TimeUnit.HOURS);
        WorkersStatistics numbers = workers.statistics();
        assertThat(numbers.submitted()).isEqualTo(6);
        assertThat(numbers.running()).isEqualTo(2);
        assertThat(numbers.queued()).isEqualTo(4);
        assertThat(numbers.workers()).isEqualTo(2);
        assertThat(queued.get(2).cancel(false)).isTrue();
        assertThat(workers.statistics().queued()).isEqualTo(3);
        release.give();
    }

    @Test
    @Tag("T8")
    void queuedIsTrueWhileCancelledTaskGoesOn() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = openOnClock(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> cancelled =
                workers.submit(() -> {
                    begun.give();
                    release.awaitDeafly();
                });
        begun.await();
        assertThat(cancelled.cancel(false)).isTrue();
        TaskFuture<Integer> waiting = workers.submit(() -> 1);
        assertThat(workers.statistics().queued()).isEqualTo(1);
        assertThat(workers.statistics().running()).isEqualTo(1);
        assertThat(waiting.isDone()).isFalse();
        release.give();
    }

    @Test
    @Tag("T8")
    void itemsAreCountedOnce() {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(2);
        Signal release = signal();
        Tally begun = new Tally();
        try (Results<Integer> results =
                workers.map(
                                ResultsContract.numbers(100),
                                number -> {
                                    begun.increment();
                                    release.await();
                                    return number;
                                })
                        .withWindow(8)) {
            assertThat(results.iterator()).isNotNull();
            begun.await(2);
            Await.until("the window is full", () -> workers.statistics().submitted() == 8);
            assertThat(workers.statistics().running()).isEqualTo(2);
            assertThat(workers.statistics().queued()).isEqualTo(6);
            assertThat(workers.statistics().ended()).isZero();
        }
    }

    @Test
    @Tag("T10")
    void sparesAreCountedWhileTasksWaitForOthers() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Signal begun = signal();
        Signal release = signal();
        TaskFuture<?> outer =
                workers.submit(() -> {
                    TaskFuture<?> inner =
                            workers.submit(() -> {
                                begun.give();
                                release.await();
                            });
                    Object _ = inner.get();
                });
        begun.await();
        assertThat(workers.statistics().spares()).isEqualTo(1);
        assertThat(workers.statistics().running()).isEqualTo(2);
        release.give();
        assertThat((Object) outer.get()).isNull();
        Await.until("the spare goes", () -> workers.statistics().spares() == 0);
        Await.until("its thread goes", () -> workers.statistics().workers() <= 1);
    }

    private static void fail() throws IOException {
        throw new IOException("failed");
    }
}
