package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The death of a worker in the middle of a map costs the item that it had claimed (T3, T12).
public abstract class LossInMapContract extends Contract {
    private static final int ITEMS = 200;

    /// For the kinds.
    protected LossInMapContract() {}

    @ParameterizedTest
    @Tag("T3")
    @Tag("T12")
    @ValueSource(ints = {1, 10, 64, 1_000})
    void claimedItemAloneFailsAndNoneRunsAgain(int chunk) {
        Workers workers = open(2);
        Notes begun = new Notes();
        List<Outcome<Integer>> outcomes =
                workers.map(ResultsContract.numbers(ITEMS), item -> dieAt57(begun, item))
                        .withChunk(chunk)
                        .outcomes()
                        .toList();
        assertThat(outcomes).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            if (i == 57) {
                assertLost(outcomes.get(i));
            } else {
                assertThat(outcomes.get(i)).isEqualTo(new Outcome.Success<>(i));
            }
        }
        assertThat(begun.lines()).hasSize(ITEMS).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T3")
    @Tag("T12")
    void manyDeathsInOneMapCostOneItemEach() {
        Workers workers = open(2);
        Notes begun = new Notes();
        List<Outcome<Integer>> outcomes =
                workers.map(
                                ResultsContract.numbers(ITEMS),
                                item -> {
                                    begun.add("" + item);
                                    if (item % 40 == 0) {
                                        Death.HALT.die();
                                    }
                                    return item;
                                })
                        .outcomes()
                        .toList();
        for (int i = 0; i < ITEMS; i++) {
            assertThat(outcomes.get(i).isSuccess()).isEqualTo(i % 40 != 0);
        }
        assertThat(begun.lines()).hasSize(ITEMS).doesNotHaveDuplicates();
    }

    @Test
    @Tag("T3")
    @Tag("T12")
    void deathsAmongQuickItemsCostOneItemEach() {
        int items = 20_000;
        List<Outcome<Integer>> outcomes =
                open(2).map(
                                ResultsContract.numbers(items),
                                item -> {
                                    if (item % 4_000 == 1_999) {
                                        Death.HALT.die();
                                    }
                                    return item;
                                })
                        .outcomes()
                        .toList();
        assertThat(outcomes).hasSize(items);
        for (int i = 0; i < items; i++) {
            boolean dies = i % 4_000 == 1_999;
            assertThat(outcomes.get(i).isSuccess()).as("item=%s", i).isEqualTo(!dies);
            if (!dies) {
                assertThat(outcomes.get(i)).isEqualTo(new Outcome.Success<>(i));
            }
        }
    }

    @Test
    @Tag("T3")
    @Tag("T12")
    void endlessMapGoesOnBehindADeath() {
        Workers workers = open(1);
        Notes begun = new Notes();
        try (Results<Integer> results =
                workers.map(LossInMapContract::endless, item -> dieAt57(begun, item))
                        .withWindow(16)) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < ITEMS; i++) {
                if (i == 57) {
                    assertThatExceptionOfType(CompletionException.class)
                            .isThrownBy(iterator::next)
                            .withCauseInstanceOf(WorkerLostException.class);
                } else {
                    assertThat(iterator.next()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    @Tag("T2")
    void itemIsTriedAgainElsewhereIfAskedFor() {
        Workers workers = open(2);
        Tally deaths = new Tally();
        List<Integer> results =
                workers.withRetries(2)
                        .map(
                                ResultsContract.numbers(ITEMS),
                                item -> {
                                    if (item == 57 && deaths.increment() < 3) {
                                        Death.KILLED.die();
                                    }
                                    return item;
                                })
                        .toList();
        assertThat(results).isEqualTo(ResultsContract.numbers(ITEMS));
        assertThat(deaths.count()).isEqualTo(3);
    }

    private static int dieAt57(Notes begun, int item) throws Exception {
        begun.add("" + item);
        if (item == 57) {
            Death.KILLED.die();
        }
        return item;
    }

    private static void assertLost(Outcome<Integer> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure ->
                                assertThat(Losses.of(failure.cause()))
                                        .hasMessageContaining("SIGKILL"));
    }

    private static Iterator<Integer> endless() {
        return IntStream.iterate(0, number -> number + 1).iterator();
    }
}
