package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `map` and `filter` give: order, failures, nulls, forms (T12).
public abstract class ResultsContract extends Contract {
    private static final int MANY = 3_000;

    /// For the kinds.
    protected ResultsContract() {}

    @Test
    @Tag("T12")
    void resultsAreInOrder() {
        Workers workers = open(3);
        List<Integer> results = workers.map(numbers(MANY), number -> number * 2).toList();
        assertThat(results).hasSize(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(results.get(i)).isEqualTo(2 * i);
        }
    }

    @ParameterizedTest
    @Tag("T12")
    @ValueSource(ints = {1, 2, 3, 16, 1_000})
    void resultsAreInOrderForAnyWindowAndChunk(int size) {
        Workers workers = open(3);
        List<Integer> expected = numbers(500);
        assertThat(workers.map(expected, number -> number).withWindow(size).toList())
                .isEqualTo(expected);
        assertThat(workers.map(expected, number -> number).withChunk(size).toList())
                .isEqualTo(expected);
        assertThat(
                        workers.map(expected, number -> number)
                                .withWindow(size)
                                .withChunk(3)
                                .asCompleted()
                                .toList())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Tag("T12")
    void resultsOfNothingAreNothing() {
        Workers workers = open(1);
        assertThat(workers.map(List.<Integer>of(), number -> number).toList()).isEmpty();
        Iterator<Integer> none = workers.map(List.<Integer>of(), number -> number).iterator();
        assertThat(none.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::next);
    }

    @Test
    @Tag("T12")
    void completedResultsDoNotWaitForSlowOnes() throws Exception {
        Workers workers = open(2);
        Signal release = signal();
        try (Results<Integer> results =
                workers.map(numbers(100), number -> waitIf(number == 0, release, number))
                        .asCompleted()) {
            Iterator<Integer> iterator = results.iterator();
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < 99; i++) {
                taken.add(iterator.next());
            }
            assertThat(taken).doesNotContain(0).doesNotHaveDuplicates();
            release.give();
            assertThat(iterator.next()).isZero();
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    @Tag("T12")
    void failedItemIsThrownInItsTurnAndTheRestGoesOn() {
        Workers workers = open(2);
        try (Results<Integer> results =
                workers.map(numbers(10), number -> failIf(number == 4, number))) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < 10; i++) {
                if (i == 4) {
                    assertThatExceptionOfType(CompletionException.class)
                            .isThrownBy(iterator::next)
                            .withCauseInstanceOf(IOException.class)
                            .withMessageContaining("item 4");
                } else {
                    assertThat(iterator.next()).isEqualTo(i);
                }
            }
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    @Tag("T12")
    void failedItemLosesNoneOfItsChunk() {
        Workers workers = open(2);
        List<Outcome<Integer>> outcomes =
                workers.map(numbers(200), number -> failIf(number % 7 == 0, number))
                        .withChunk(50)
                        .outcomes()
                        .toList();
        assertThat(outcomes).hasSize(200);
        for (int i = 0; i < 200; i++) {
            if (i % 7 == 0) {
                assertThat(outcomes.get(i))
                        .isInstanceOfSatisfying(
                                Outcome.Failure.class,
                                failure ->
                                        assertThat(failure.cause())
                                                .isInstanceOf(IOException.class));
            } else {
                assertThat(outcomes.get(i)).isEqualTo(new Outcome.Success<>(i));
            }
        }
    }

    @Test
    @Tag("T12")
    void errorOfItemIsItsFailureAlone() {
        Workers workers = open(2);
        List<Outcome<Integer>> outcomes =
                workers.map(
                                numbers(3),
                                number -> {
                                    if (number == 1) {
                                        throw new OutOfMemoryError("thrown");
                                    }
                                    return number;
                                })
                        .outcomes()
                        .toList();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(0));
        assertThat(outcomes.get(1).isSuccess()).isFalse();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> outcomes.get(1).orElseThrow())
                .withCauseInstanceOf(OutOfMemoryError.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>(2));
    }

    @Test
    void listOfResultsEndsAtFirstFailure() {
        Workers workers = open(2);
        Results<Integer> results = workers.map(numbers(10), number -> failIf(number == 4, number));
        assertThatExceptionOfType(CompletionException.class).isThrownBy(results::toList);
    }

    @Test
    @Tag("T12")
    void nullsAreItemsAndResults() {
        Workers workers = open(2);
        List<@Nullable Integer> items = Arrays.asList(1, null, 3);
        List<@Nullable Integer> results =
                workers.<@Nullable Integer, @Nullable Integer>map(
                                items, item -> item == null ? Integer.valueOf(0) : null)
                        .toList();
        assertThat(results).isEqualTo(Arrays.asList(null, 0, null));
        List<@Nullable Integer> kept =
                workers.<@Nullable Integer>filter(items, item -> item == null).toList();
        assertThat(kept).hasSize(1).containsOnlyNulls();
    }

    @Test
    void filterKeepsItemsInOrder() {
        Workers workers = open(2);
        assertThat(workers.filter(numbers(1_000), number -> number % 3 == 0).toList())
                .isEqualTo(numbers(1_000).stream().filter(number -> number % 3 == 0).toList());
        assertThat(workers.filter(numbers(1_000).stream(), number -> number < 0).toList())
                .isEmpty();
    }

    @Test
    void streamGivesTheResults() {
        Workers workers = open(2);
        try (Stream<Integer> stream = workers.map(numbers(100), number -> number + 1).stream()) {
            assertThat(stream.mapToInt(Integer::intValue).sum()).isEqualTo(5_050);
        }
    }

    @Test
    void resultsAreGoneThroughOnce() {
        Workers workers = open(1);
        Results<Integer> results = workers.map(numbers(3), number -> number);
        assertThat(results.iterator().next()).isZero();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(results::iterator);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(results::stream);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> results.asCompleted().iterator());
        results.close();
        Results<Integer> closed = workers.map(numbers(3), number -> number);
        closed.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(closed::iterator);
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        Workers workers = open(1);
        Results<Integer> results = workers.map(numbers(3), number -> number);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> results.withWindow(0))
                .withMessageContaining("window=0");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> results.withWindow((1 << 24) + 1));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> results.withChunk(0))
                .withMessageContaining("chunk=0");
        assertThat(results.withWindow(1 << 24).toList()).hasSize(3);
    }

    @Test
    @Tag("T2")
    void everyItemRunsOnce() {
        Workers workers = open(4);
        Tally runs = new Tally();
        Map<Integer, Integer> seen = new HashMap<>();
        for (Integer result :
                workers.map(
                        numbers(MANY),
                        number -> {
                            runs.increment();
                            return number;
                        })) {
            seen.merge(result, 1, Integer::sum);
        }
        assertThat(runs.count()).isEqualTo(MANY);
        assertThat(seen).hasSize(MANY).allSatisfy((_, times) -> assertThat(times).isOne());
    }

    @Test
    @Tag("T5")
    void itemThatCannotTravelFailsAlone() {
        assumeKind(Kind.Trait.COPIES);
        Workers workers = open(1);
        List<Outcome<String>> outcomes =
                workers.map(List.<Object>of(1, new Object(), 3), item -> "item " + item)
                        .outcomes()
                        .toList();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>("item 1"));
        assertThat(outcomes.get(1).isSuccess()).isFalse();
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>("item 3"));
    }

    static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static int waitIf(boolean waits, Signal release, int number)
            throws InterruptedException {
        if (waits) {
            release.await();
        }
        return number;
    }

    private static int failIf(boolean fails, int number) throws IOException {
        if (fails) {
            throw new IOException("item " + number);
        }
        return number;
    }
}
