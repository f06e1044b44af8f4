package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Results;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How `map` ends: by close, by the collector, by its input, by the workers (T12, W1).
public abstract class ResultsEndContract extends Contract {

    /// For the kinds.
    protected ResultsEndContract() {}

    @Test
    @Tag("T12")
    void closeInterruptsWhatRunsAndDropsTheRest() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Results<Integer> results =
                workers.map(ResultsEndContract::endless, _ -> waitInterrupted(begun, interrupted))
                        .withWindow(6);
        Iterator<Integer> iterator = results.iterator();
        begun.await(kind().is(Kind.Trait.LIMITED) ? 2 : 6);
        results.close();
        results.close();
        int run = begun.count();
        interrupted.await(run);
        workers.close();
        assertThat(begun.count()).isEqualTo(run);
        assertThat(interrupted.count()).isEqualTo(run);
        // What had a result before the close may still be given.
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> iterator.forEachRemaining(value -> assertThat(value).isOne()));
        assertThat(workers.statistics().queued()).isZero();
    }

    @Test
    @Tag("T12")
    void closeByAnotherThreadWakesTheConsumer() throws Exception {
        Workers workers = open(1);
        Signal never = signal();
        Results<Integer> results =
                workers.map(List.of(1), number -> waitThen(never, number)).withWindow(1);
        Iterator<Integer> iterator = results.iterator();
        Actor<Integer> consumer = Actor.<Integer>start(iterator::next).awaitWaiting();
        results.close();
        assertThat(consumer.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    @Tag("T12")
    void closedStreamCancelsTheRest() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        try (Stream<Integer> stream =
                workers
                        .map(
                                ResultsEndContract::endless,
                                number -> number == 0 ? 0 : waitInterrupted(begun, interrupted))
                        .withWindow(3)
                        .stream()) {
            assertThat(stream.findFirst()).hasValue(0);
            begun.await(1);
        }
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count()).isPositive();
    }

    @Test
    @Tag("T12")
    void abandonedResultsAreEndedByTheCollector() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        abandon(workers, begun, interrupted);
        begun.await(2);
        Await.until(
                "what was abandoned is ended",
                () -> {
                    System.gc();
                    return interrupted.count() >= 2;
                });
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
    }

    @Test
    @Tag("T12")
    void failureOfTheInputComesAfterTheResultsBeforeIt() {
        Workers workers = open(2);
        Stream<Integer> input =
                IntStream.range(0, 10)
                        .boxed()
                        .peek(number -> {
                            if (number == 5) {
                                throw new IllegalStateException("input");
                            }
                        });
        Iterator<Integer> iterator = workers.map(input, number -> number).iterator();
        for (int i = 0; i < 5; i++) {
            assertThat(iterator.next()).isEqualTo(i);
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(iterator::next)
                .withMessage("input");
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    @Tag("T12")
    void inputThatCannotBeOpenedIsAFailure() {
        Workers workers = open(1);
        Iterable<Integer> broken =
                () -> {
                    throw new IllegalStateException("not opened");
                };
        Iterator<Integer> iterator = workers.map(broken, number -> number).iterator();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(iterator::hasNext)
                .withMessage("not opened");
    }

    @Test
    void sourceStreamIsClosedWithTheResults() {
        Workers workers = open(1);
        AtomicInteger closes = new AtomicInteger();
        assertThat(workers.map(source(closes), number -> number).toList()).hasSize(1_000);
        assertThat(closes).hasValue(1);
        Results<Integer> unused = workers.map(source(closes), number -> number);
        unused.close();
        unused.close();
        assertThat(closes).hasValue(2);
        Results<Integer> half =
                workers.filter(source(closes), number -> number >= 0).withWindow(10);
        assertThat(half.iterator().next()).isZero();
        half.close();
        Await.until("the source is closed in the middle", () -> closes.get() == 3);
    }

    @Test
    void failureToCloseTheSourceIsToldAtTheEnd() {
        Workers workers = open(1);
        Stream<Integer> source =
                Stream.of(1)
                        .onClose(() -> {
                            throw new IllegalStateException("close");
                        });
        Results<Integer> results = workers.map(source, number -> number);
        Iterator<Integer> iterator = results.iterator();
        assertThat(iterator.next()).isEqualTo(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(iterator::hasNext)
                .withMessage("close");
    }

    @Test
    void closeInterruptsAnInputThatBlocks() throws Exception {
        Workers workers = open(1);
        Signal never = signal();
        Signal blocked = signal();
        Tally interrupted = new Tally();
        Stream<Integer> input =
                Stream.iterate(0, number -> number + 1)
                        .peek(number -> {
                            try {
                                if (number == 1) {
                                    blocked.give();
                                    never.await();
                                }
                            } catch (InterruptedException stop) {
                                interrupted.increment();
                                throw new IllegalStateException(stop);
                            }
                        });
        try (Results<Integer> results = workers.map(input, number -> number)) {
            assertThat(results.iterator().next()).isZero();
            blocked.await();
        }
        interrupted.await(1);
    }

    @Test
    @Tag("W1")
    void shutdownRunsTheWindowAndRefusesTheRest() {
        Workers workers = open(2);
        int window = 8;
        Signal release = signal();
        Iterator<Integer> iterator =
                workers.map(ResultsEndContract::endless, number -> waitThen(release, number))
                        .withWindow(window)
                        .iterator();
        Await.until("it is fed", () -> workers.statistics().submitted() == window);
        workers.shutdown();
        release.give();
        // What was fed is run; nothing behind it is lost in between.
        int taken = takeUntilRefused(iterator);
        assertThat(taken).isGreaterThanOrEqualTo(window);
        workers.close();
        assertThat(workers.statistics().ended()).isEqualTo(workers.statistics().submitted());
        assertThat(workers.statistics().succeeded()).isEqualTo(taken);
    }

    @Test
    @Tag("W1")
    void shutdownNowStopsTheWindow() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Iterator<Integer> iterator =
                workers
                        .map(ResultsEndContract::endless, _ -> waitInterrupted(begun, interrupted))
                        .withWindow(5)
                        .outcomes()
                        .stream()
                        .map(outcome -> outcome.isSuccess() ? 1 : 0)
                        .iterator();
        begun.await(2);
        assertThat(workers.shutdownNow()).isEmpty();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> iterator.forEachRemaining(value -> assertThat(value).isOne()));
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
        assertThat(workers.statistics().ended()).isEqualTo(workers.statistics().submitted());
    }

    @Test
    @Tag("W1")
    void mapAfterShutdownIsRefused() {
        Workers workers = open(1);
        workers.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.map(List.of(1), number -> number).toList());
    }

    @Test
    @Tag("W1")
    void closeOfTheWorkersDoesNotWaitForUnreadResults() {
        Workers workers = open(2);
        Iterator<Integer> iterator =
                workers.map(ResultsEndContract::endless, number -> number).iterator();
        assertThat(iterator.next()).isZero();
        workers.close();
        assertThat(workers.isTerminated()).isTrue();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(
                        () -> iterator.forEachRemaining(value -> assertThat(value).isPositive()))
                .isInstanceOfAny(RejectedExecutionException.class, CancellationException.class);
    }

    private static void abandon(Workers workers, Tally begun, Tally interrupted) {
        Iterator<Integer> iterator =
                workers.map(
                                ResultsEndContract::endless,
                                number -> number == 0 ? 0 : waitInterrupted(begun, interrupted))
                        .withWindow(4)
                        .iterator();
        assertThat(iterator.next()).isZero();
    }

    private static int takeUntilRefused(Iterator<Integer> iterator) {
        int taken = 0;
        try {
            while (iterator.next() == taken) {
                taken++;
            }
        } catch (RejectedExecutionException refused) {
            return taken;
        }
        throw new AssertionError("Results are in order: taken=" + taken);
    }

    private static Iterator<Integer> endless() {
        return IntStream.iterate(0, number -> number + 1).iterator();
    }

    private static Stream<Integer> source(AtomicInteger closes) {
        return IntStream.range(0, 1_000).boxed().onClose(closes::incrementAndGet);
    }

    private static int waitThen(Signal signal, int number) throws InterruptedException {
        signal.await();
        return number;
    }
}
