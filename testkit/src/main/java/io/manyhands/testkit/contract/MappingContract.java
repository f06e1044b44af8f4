package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.TaskFuture;
import io.manyhands.WaitInterruptedException;
import io.manyhands.Workers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Gatherer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `mapping`, a map inside a stream (T12).
public abstract class MappingContract extends Contract {

    /// For the kinds.
    protected MappingContract() {}

    @Test
    @Tag("T12")
    void orderIsThatOfTheStream() {
        Workers workers = open(3);
        List<Integer> results =
                IntStream.range(0, 5_000)
                        .boxed()
                        .gather(workers.<Integer, Integer>mapping(number -> 2 * number))
                        .map(number -> number / 2)
                        .toList();
        assertThat(results).isEqualTo(ResultsContract.numbers(5_000));
    }

    @Test
    @Tag("T12")
    void nothingAndNulls() {
        Workers workers = open(1);
        assertThat(
                        Stream.<Integer>empty()
                                .gather(workers.<Integer, Integer>mapping(number -> number))
                                .toList())
                .isEmpty();
        List<@Nullable Integer> items = Arrays.asList(1, null, 3);
        List<@Nullable Integer> results =
                items.stream()
                        .gather(
                                workers.<@Nullable Integer, @Nullable Integer>mapping(
                                        item -> item == null ? Integer.valueOf(0) : null))
                        .toList();
        assertThat(results).isEqualTo(Arrays.asList(null, 0, null));
    }

    @Test
    @Tag("T12")
    void endlessStreamCanBeLimited() {
        Workers workers = open(2);
        List<Integer> results =
                Stream.iterate(0, number -> number + 1)
                        .gather(workers.<Integer, Integer>mapping(number -> number + 1))
                        .limit(5)
                        .toList();
        assertThat(results).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    @Tag("T12")
    void stageThatWantsNoMoreCancelsTheRest() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        List<Integer> results =
                Stream.iterate(0, number -> number + 1)
                        .limit(5_000)
                        .gather(
                                workers.<Integer, Integer>mapping(number ->
                                        number == 0 ? 0 : waitInterrupted(begun, interrupted)))
                        .limit(1)
                        .toList();
        assertThat(results).containsExactly(0);
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
    }

    @Test
    @Tag("T12")
    void firstFailureEndsTheStreamAndCancelsTheRest() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Stream<Integer> stream =
                IntStream.range(0, 100)
                        .boxed()
                        .gather(
                                workers.<Integer, Integer>mapping(number -> {
                                    if (number == 0) {
                                        throw new IOException("item 0");
                                    }
                                    return waitInterrupted(begun, interrupted);
                                }));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(stream::toList)
                .withCauseInstanceOf(IOException.class);
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
    }

    @Test
    @Tag("T12")
    void failureDownstreamCancelsTheRest() {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Stream<Integer> stream =
                IntStream.range(0, 100)
                        .boxed()
                        .gather(
                                workers.<Integer, Integer>mapping(number ->
                                        number == 0 ? 0 : waitInterrupted(begun, interrupted)))
                        .peek(_ -> {
                            throw new IllegalStateException("downstream");
                        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(stream::toList)
                .withMessage("downstream");
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
    }

    @Test
    @Tag("T12")
    void interruptEndsTheStream() throws Exception {
        Workers workers = open(2);
        Tally begun = new Tally();
        Tally interrupted = new Tally();
        Actor<Object> streaming =
                Actor.start(() ->
                        Stream.of(1, 2, 3)
                                .gather(
                                        workers.<Integer, Integer>mapping(
                                                _ -> waitInterrupted(begun, interrupted)))
                                .toList());
        begun.await(1);
        streaming.awaitWaiting().interrupt();
        assertThat(streaming.failure()).isInstanceOf(WaitInterruptedException.class);
        workers.close();
        assertThat(interrupted.count()).isEqualTo(begun.count());
    }

    @Test
    void stageCanBeUsedAgain() {
        Workers workers = open(2);
        Gatherer<Integer, ?, Integer> twice = workers.mapping(number -> 2 * number);
        assertThat(Stream.of(1, 2).gather(twice).toList()).containsExactly(2, 4);
        assertThat(Stream.of(3).gather(twice).gather(twice).toList()).containsExactly(12);
    }

    @Test
    void parallelStreamKeepsItsOrder() {
        Workers workers = open(2);
        List<Integer> results =
                IntStream.range(0, 5_000)
                        .boxed()
                        .parallel()
                        .map(number -> number + 1)
                        .gather(workers.<Integer, Integer>mapping(number -> number - 1))
                        .toList();
        assertThat(results).isEqualTo(ResultsContract.numbers(5_000));
    }

    @Test
    void upstreamAndDownstreamStayInTheirThread() {
        Workers workers = open(2);
        Thread own = Thread.currentThread();
        List<Integer> results =
                IntStream.range(0, 2_000)
                        .boxed()
                        .peek(_ -> assertThat(Thread.currentThread()).isSameAs(own))
                        .gather(workers.<Integer, Integer>mapping(number -> number))
                        .peek(_ -> assertThat(Thread.currentThread()).isSameAs(own))
                        .toList();
        assertThat(results).hasSize(2_000);
    }

    @Test
    void itGoesOnBehindASlowElement() {
        Workers workers = open(2);
        Tally others = new Tally();
        List<Integer> results =
                IntStream.range(0, 500)
                        .boxed()
                        .gather(
                                workers.<Integer, Integer>mapping(number -> {
                                    if (number == 0) {
                                        others.await(499);
                                    } else {
                                        others.increment();
                                    }
                                    return number;
                                }))
                        .toList();
        assertThat(results).isEqualTo(ResultsContract.numbers(500));
    }

    @Test
    @Tag("T10")
    void mappingInsideTaskOfTheSameWorkers() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> sum =
                workers.submit(() ->
                        Stream.of(1, 2, 3)
                                .gather(workers.<Integer, Integer>mapping(x -> x * x))
                                .mapToInt(Integer::intValue)
                                .sum());
        assertThat(sum.get()).isEqualTo(14);
    }

    @Test
    @Tag("W1")
    void mappingAfterShutdownIsRefused() {
        Workers workers = open(1);
        Gatherer<Integer, ?, Integer> stage = workers.mapping(number -> number);
        workers.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> Stream.of(1).gather(stage).toList());
    }
}
