package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Fn;
import io.manyhands.ProcessOptions;
import io.manyhands.Results;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.TaskStatus;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Workers that a task in another process has captured: a handle of those in the program (T10).
public abstract class HandlesContract extends Contract {
    /// More than there are processes at any time, and tries.
    private static final int MOST_KEPT = 20;

    /// What goes by a handle is at most 64 MiB.
    private static final int TOO_LARGE_BYTES = 65 * 1024 * 1024;

    private static @Nullable Workers kept;

    /// For the kinds.
    protected HandlesContract() {}

    @Test
    @Tag("T10")
    void handleThatComesBackIsTheWorkersThemselves() throws Exception {
        Workers workers = open(1);
        assertThat(workers.submit(() -> workers).get()).isSameAs(workers);
        TaskFuture<Boolean> same =
                workers.submit(() -> {
                    Submitter view = workers.named("inner");
                    return view.submit(() -> workers).get() == workers;
                });
        assertThat(same.get()).isTrue();
    }

    @Test
    @Tag("T10")
    void handleOutlivesItsTask() throws Exception {
        Workers workers = open(1);
        int used = 0;
        // Whether a worker or the one that stood in for it goes on is not promised: each keeps one.
        for (int i = 0; i < MOST_KEPT && used < 3; i++) {
            int number = workers.submit(() -> askKept(workers, false)).get();
            used += number == 7 ? 1 : 0;
        }
        assertThat(used).isEqualTo(3);
        int byThread = 0;
        for (int i = 0; i < MOST_KEPT && byThread < 7; i++) {
            byThread = workers.submit(() -> askKept(workers, true)).get();
        }
        assertThat(byThread).isEqualTo(7);
    }

    @Test
    @Tag("T5")
    void whatIsTooLargeForAHandleIsRefusedInASentence() throws Exception {
        Workers workers =
                closing(
                        Workers.processes(
                                ProcessOptions.defaults().withCount(1).withMaxHeap("600m")));
        int bytes = TOO_LARGE_BYTES;
        TaskFuture<Integer> argument =
                workers.submit(() -> {
                    byte[] large = new byte[bytes];
                    return workers.submit(() -> large.length).get();
                });
        TaskFuture<Integer> result =
                workers.submit(() -> workers.submit(() -> new byte[bytes]).get().length);
        assertThat(failureOf(argument))
                .hasStackTraceContaining(
                        "What a task in a worker process submits must stay within the limit:");
        assertThat(failureOf(result))
                .hasStackTraceContaining(
                        "What a task in a worker process gets must stay within the limit:");
        assertThat(workers.submit(() -> workers.submit(() -> 1).get()).get()).isEqualTo(1);
    }

    @Test
    @Tag("T4")
    void failureOfNestedTaskArrives() throws Exception {
        Workers workers = open(1);
        TaskFuture<String> told =
                workers.submit(() -> {
                    try {
                        return workers.submit(() -> fail("inner")).get();
                    } catch (ExecutionException failure) {
                        return "" + failure.getCause();
                    }
                });
        assertThat(told.get()).isEqualTo("java.io.IOException: inner");
        TaskFuture<Object> unread = workers.submit(() -> workers.submit(() -> new Object()).get());
        assertThat(failureOf(unread)).hasStackTraceContaining("path=result");
        TaskFuture<Object> unsent =
                workers.submit(() -> {
                    Object closed = new Object();
                    return workers.submit(() -> closed.hashCode()).get();
                });
        assertThat(failureOf(unsent)).hasStackTraceContaining("variable 'closed'");
    }

    @Test
    @Tag("T12")
    void mapGoesOnBehindFailuresAndCanBeCutShort() throws Exception {
        Workers workers = open(2);
        TaskFuture<String> mapped =
                workers.submit(() ->
                        ""
                                + workers
                                        .map(List.of(1, 0, 2), x -> 2 / x)
                                        .outcomes()
                                        .toList()
                                        .stream()
                                        .map(each -> each.isSuccess())
                                        .toList());
        assertThat(mapped.get()).isEqualTo("[true, false, true]");
        TaskFuture<Integer> cut =
                workers.submit(() -> {
                    Stream<Integer> endless = IntStream.iterate(0, i -> i + 1).boxed();
                    int sum = 0;
                    try (Results<Integer> results = workers.map(endless, x -> x).asCompleted()) {
                        Iterator<Integer> iterator = results.iterator();
                        for (int i = 0; i < 20; i++) {
                            sum += iterator.next() < 0 ? 1 : 0;
                        }
                    }
                    return sum;
                });
        assertThat(cut.get()).isZero();
        Await.until(
                "all ends", () -> workers.statistics().ended() == workers.statistics().submitted());
        TaskFuture<List<Integer>> kept =
                workers.submit(() -> workers.filter(List.of(1, 2, 3, 4), x -> x % 2 == 0).toList());
        assertThat(kept.get()).containsExactly(2, 4);
    }

    @Test
    @Tag("T12")
    void functionsOfTwoMapsAreTwoThoughTheirBytesAreTheSame() throws Exception {
        Workers workers = open(1);
        Workers others = open(1);
        TaskFuture<String> counted =
                workers.submit(() -> {
                    List<Integer> first = others.map(List.of(0, 0, 0), counting()).toList();
                    List<Integer> second = others.map(List.of(0, 0), counting()).toList();
                    return first + " " + second;
                });
        assertThat(counted.get()).isEqualTo("[1, 2, 3] [1, 2]");
    }

    @Test
    @Tag("T7")
    void settingsOfViewsHold() throws Exception {
        Workers workers = open(1, options -> options.withGrace(Duration.ofMillis(50)));
        Tally tries = new Tally();
        Submitter hasty = workers.withTimeout(Duration.ofMillis(50)).named("hasty");
        TaskFuture<String> timedOut =
                workers.submit(() -> {
                    TaskFuture<?> inner = hasty.submit(() -> Spinning.forever());
                    try {
                        return "" + inner.get();
                    } catch (ExecutionException failure) {
                        return inner.status() + " " + inner.name() + " " + limitOf(failure);
                    }
                });
        assertThat(timedOut.get()).isEqualTo("TIMED_OUT hasty PT0.05S");
        Submitter late = workers.withDeadline(Duration.ZERO);
        TaskFuture<TaskStatus> pastDeadline =
                workers.submit(() -> {
                    TaskFuture<?> inner = late.submit(() -> 1);
                    assertThatExceptionOfType(ExecutionException.class).isThrownBy(inner::get);
                    return inner.status();
                });
        assertThat(pastDeadline.get()).isEqualTo(TaskStatus.TIMED_OUT);
        Submitter patient = workers.withRetries(3);
        TaskFuture<Integer> third =
                workers.submit(() -> {
                    TaskFuture<Integer> inner = patient.submit(() -> succeedAt(3, tries));
                    return 10 * inner.get() + inner.attempts();
                });
        assertThat(third.get()).isEqualTo(33);
    }

    @Test
    @Tag("T7")
    void deadlineOfRunningTaskIsMindedByTheProgram() throws Exception {
        Workers workers = open(1);
        Signal never = signal();
        TaskFuture<TaskStatus> status =
                workers.submit(() -> {
                    // Afterwards the spare worker is up, and the deadline is still to come.
                    Object _ = workers.submit(() -> 1).get();
                    Submitter late = workers.withDeadline(Duration.ofMillis(500));
                    TaskFuture<?> inner = late.submit(() -> never.await());
                    assertThatExceptionOfType(ExecutionException.class).isThrownBy(inner::get);
                    return inner.status();
                });
        assertThat(status.get()).isEqualTo(TaskStatus.TIMED_OUT);
        Await.until("it is counted", () -> workers.statistics().timedOut() == 1);
    }

    @Test
    @Tag("T10")
    void otherWorkersOfTheProgramCanBeUsedIfTheyAreProcesses() throws Exception {
        Workers workers = open(1);
        Workers others = open(1);
        Workers threads = closing(Workers.threads(1));
        TaskFuture<Boolean> apart =
                workers.submit(() -> others.submit(() -> Losses.ownPid()).get() != Losses.ownPid());
        assertThat(apart.get()).isTrue();
        TaskFuture<Integer> toAndFro =
                workers.submit(() -> others.submit(() -> workers.submit(() -> 7).get()).get());
        assertThat(toAndFro.get()).isEqualTo(7);
        TaskFuture<Boolean> refused = workers.submit(() -> threads.isShutdown());
        assertThat(failureOf(refused)).hasStackTraceContaining("only if they are processes");
    }

    @Test
    @Tag("T10")
    void handleDoesNotReachFurtherDown() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> grandchild =
                workers.submit(() -> {
                    try (Workers inner = Workers.processes(1)) {
                        return inner.submit(() -> workers.submit(() -> 1).get()).get();
                    }
                });
        assertThat(failureOf(grandchild)).hasStackTraceContaining("and by no others");
    }

    @Test
    @Tag("W1")
    void lifeOfTheWorkersIsTheProgramsOwn() throws Exception {
        Workers workers = open(1);
        for (TaskFuture<?> each :
                List.<TaskFuture<?>>of(
                        workers.submit(() -> workers.shutdown()),
                        workers.submit(() -> workers.shutdownNow().size()),
                        workers.submit(() -> workers.awaitTermination(1, TimeUnit.HOURS)),
                        workers.submit(() -> workers.schedule(() -> 1, 1, TimeUnit.HOURS).get()),
                        workers.submit(
                                () -> workers.every(Duration.ofHours(1), () -> {}).isDone()))) {
            assertThat(failureOf(each).getCause())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("workers=" + workers.statistics().name());
        }
        assertThat(workers.isShutdown()).isFalse();
    }

    @Test
    @Tag("T5")
    void longArgumentsAndResultsTravel() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> length =
                workers.submit(() -> {
                    byte[] sent = new byte[3_000_000];
                    Arrays.fill(sent, (byte) 7);
                    byte[] back = workers.submit(() -> Arrays.copyOf(sent, sent.length + 1)).get();
                    return back.length + back[0];
                });
        assertThat(length.get()).isEqualTo(3_000_008);
    }

    @Test
    @Tag("T10")
    void manyThreadsOfOneTaskUseTheHandle() throws Exception {
        Workers workers = open(2);
        TaskFuture<Integer> sum =
                workers.submit(() -> {
                    List<Actor<Integer>> actors =
                            IntStream.range(0, 8)
                                    .mapToObj(_ -> Actor.start(() -> hundred(workers)))
                                    .toList();
                    int all = 0;
                    for (Actor<Integer> each : actors) {
                        all += each.result();
                    }
                    return all;
                });
        assertThat(sum.get()).isEqualTo(800);
        Await.until("the spare goes", () -> workers.statistics().spares() == 0);
    }

    /// Counts what it is applied to.
    private static Fn<Integer, Integer> counting() {
        AtomicInteger count = new AtomicInteger();
        return _ -> count.incrementAndGet();
    }

    private static int hundred(Workers workers) throws Exception {
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += workers.submit(() -> 1).get();
        }
        return sum;
    }

    private static Duration limitOf(ExecutionException failure) {
        return failure.getCause() instanceof TaskTimeoutException timeout
                ? timeout.limit()
                : Duration.ZERO;
    }

    /// Uses the handle that a task before has kept in this process, or keeps one.
    ///
    /// @return 7, or 0 if there was none
    private static int askKept(Workers workers, boolean byThread) throws Exception {
        Workers known = kept;
        if (known == null) {
            kept = workers;
            return 0;
        }
        return byThread
                ? Actor.start(() -> known.submit(() -> 7).get()).result()
                : known.submit(() -> 7).get();
    }

    private static String fail(String message) throws IOException {
        throw new IOException(message);
    }

    private static int succeedAt(int attempt, Tally tries) throws IOException {
        int number = tries.increment();
        if (number < attempt) {
            throw new IOException("attempt=" + number);
        }
        return number;
    }

    /// Work that does not listen.
    private static final class Spinning {
        private Spinning() {}

        static void forever() {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
