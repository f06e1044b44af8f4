package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What travels is copied; what cannot is refused in the right place, by name (T5).
public abstract class CopiesContract extends Contract {

    /// So many elements that an array of them is sent by itself.
    private static final int LARGE = 500_000;

    /// For the kinds.
    protected CopiesContract() {}

    @BeforeEach
    final void assumeCopies() {
        assumeKind(Kind.Trait.COPIES);
    }

    /// What cannot travel, one field away.
    private static final class Order implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused", "UnusedVariable"}) // what cannot travel
        private final Object socket = new Object();
    }

    @Test
    @Tag("T5")
    void resultThatCannotTravelFailsThatTaskAloneWithItsPath() throws Exception {
        Workers workers = open(1);
        TaskFuture<Object> failing = workers.submit(() -> (Object) new Order());
        TaskFuture<Integer> other = workers.submit(() -> 1);
        Throwable cause = failureOf(failing).getCause();
        assertThat(cause).isInstanceOf(TaskNotSerializableException.class);
        assertThat(((TaskNotSerializableException) cause).path()).contains("socket");
        assertThat(cause).hasMessageContaining("socket");
        assertThat(other.get()).isEqualTo(1);
    }

    @Test
    @Tag("T5")
    void capturedVariableThatCannotTravelIsRefusedByNameAtSubmit() {
        Workers workers = open(1);
        Order order = new Order();
        assertThatExceptionOfType(TaskNotSerializableException.class)
                .isThrownBy(() -> workers.submit(() -> order.hashCode()))
                .withMessageContaining("order")
                .satisfies(refused -> assertThat(refused.path()).contains("order", "socket"));
        assertThat(workers.statistics().submitted()).isZero();
    }

    @Test
    @Tag("T5")
    void capturedThisIsRefusedWithAWayOut() {
        Workers workers = open(1);
        assertThatExceptionOfType(TaskNotSerializableException.class)
                .isThrownBy(() -> workers.submit(() -> this.hashCode()))
                .withMessageContaining("this");
    }

    @Test
    @Tag("T5")
    void everyWayToSubmitRefusesWhatCannotTravel() {
        Workers workers = open(1);
        Order order = new Order();
        Callable<Integer> plain = () -> 1;
        Runnable plainAction = () -> {};
        List<ThrowingCallable> ways =
                List.of(
                        () -> workers.submit(plain),
                        () -> workers.submit(plainAction),
                        () -> workers.submit(plainAction, 1),
                        () -> workers.execute(plainAction),
                        () -> workers.execute(() -> use(order)),
                        () -> workers.map(List.of(1), number -> order.hashCode() + number),
                        () -> workers.filter(List.of(1), number -> order.hashCode() == number),
                        () -> workers.mapping(_ -> order),
                        () -> workers.after(Duration.ZERO, () -> use(order)));
        for (ThrowingCallable way : ways) {
            assertThatExceptionOfType(TaskNotSerializableException.class).isThrownBy(way);
        }
        assertThat(workers.statistics().submitted()).isZero();
    }

    @Test
    @Tag("T5")
    void tasksSeeLargeArraysAsTheyWereAtSubmit() throws Exception {
        Workers workers = open(1);
        int[] array = new int[LARGE];
        List<TaskFuture<Integer>> sums = new ArrayList<>();
        for (int round = 1; round <= 20; round++) {
            Arrays.fill(array, round);
            // Some of them while it is the worker's turn, and others while it has to do.
            TaskFuture<Integer> sum = workers.submit(() -> array[0] + array[LARGE - 1]);
            Arrays.fill(array, -1);
            if (round % 3 == 0) {
                assertThat(sum.get()).isEqualTo(2 * round);
            }
            sums.add(sum);
        }
        for (int round = 1; round <= 20; round++) {
            assertThat(sums.get(round - 1).get()).isEqualTo(2 * round);
        }
    }

    @Test
    @Tag("T5")
    void largeItemsAndResultsAreCopies() throws Exception {
        Workers workers = open(2);
        List<double[]> items = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double[] item = new double[LARGE];
            item[LARGE - 1] = i;
            items.add(item);
        }
        List<double[]> results =
                workers.map(
                                items,
                                item -> {
                                    item[0] = item[LARGE - 1] + 1;
                                    return item;
                                })
                        .toList();
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i)[0]).isZero();
            assertThat(results.get(i)[0]).isEqualTo(i + 1.0);
            assertThat(results.get(i)).hasSize(LARGE);
        }
    }

    @Test
    @Tag("T5")
    void largeResultsKeepTheirPlaceAmongSmallOnes() {
        Workers workers = open(1);
        int items = 20_000;
        try (Results<long[]> results =
                workers.map(
                        ResultsContract.numbers(items),
                        number -> {
                            long[] result = new long[number % 2_000 == 1_999 ? LARGE : 2];
                            Arrays.fill(result, number);
                            return result;
                        })) {
            int number = 0;
            for (long[] result : results) {
                assertThat(result).hasSize(number % 2_000 == 1_999 ? LARGE : 2);
                assertThat(result[result.length - 1]).isEqualTo(number);
                number++;
            }
            assertThat(number).isEqualTo(items);
        }
    }

    @Test
    @Tag("T5")
    void largeItemsKeepTheirPlaceAmongSmallOnes() throws Exception {
        Workers workers = open(1);
        List<long[]> items = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long[] item = new long[i % 50 == 7 ? LARGE : 2];
            Arrays.fill(item, i);
            items.add(item);
        }
        List<Long> sums = workers.map(items, item -> item[0] + item[item.length - 1]).toList();
        List<long[]> odd = workers.filter(items, item -> item[1] % 2 == 1).toList();
        for (int i = 0; i < items.size(); i++) {
            assertThat(sums.get(i)).isEqualTo(2L * i);
        }
        assertThat(odd).hasSize(items.size() / 2).allMatch(items::contains);
    }

    @Test
    @Tag("T5")
    void largeArraysOfCancelledTasksHurtNoOther() throws Exception {
        Workers workers = open(1);
        for (int round = 0; round < 30; round++) {
            long[] array = new long[LARGE];
            Arrays.fill(array, round);
            TaskFuture<Long> dropped = workers.submit(() -> array[1]);
            TaskFuture<Long> behind = workers.submit(() -> array[LARGE / 2]);
            boolean _ = dropped.cancel(round % 2 == 0);
            assertThat(behind.get()).isEqualTo(round);
        }
    }

    @Test
    @Tag("T5")
    void taskWorksOnACopy() throws Exception {
        Workers workers = open(1);
        List<Integer> captured = new ArrayList<>(List.of(1));
        TaskFuture<List<Integer>> changed =
                workers.submit(() -> {
                    captured.add(2);
                    return captured;
                });
        assertThat(changed.get()).containsExactly(1, 2);
        assertThat(captured).containsExactly(1);
        List<List<Integer>> results =
                workers.map(
                                List.of(captured),
                                list -> {
                                    list.add(3);
                                    return list;
                                })
                        .toList();
        assertThat(results).containsExactly(List.of(1, 3));
        assertThat(captured).containsExactly(1);
    }

    @Test
    @Tag("T5")
    void taskIsCopiedWhenItIsSubmitted() throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Signal release = block(workers, 1);
        List<Integer> captured = new ArrayList<>(List.of(1));
        TaskFuture<Integer> size = workers.submit(() -> captured.size());
        captured.add(2);
        release.give();
        assertThat(size.get()).isEqualTo(1);
    }

    @Test
    @Tag("T5")
    void resultOfItemThatCannotTravelFailsThatItemAlone() {
        Workers workers = open(1);
        List<Boolean> succeeded =
                workers
                        .map(List.of(1, 2, 3), number -> number == 2 ? new Order() : number)
                        .outcomes()
                        .stream()
                        .map(outcome -> outcome.isSuccess())
                        .toList();
        assertThat(succeeded).containsExactly(true, false, true);
    }

    @Test
    @Tag("T5")
    void filterKeepsTheItemsThemselves() {
        Workers workers = open(1);
        List<Integer> first = new ArrayList<>(List.of(1));
        List<List<Integer>> kept =
                workers.filter(List.of(first), list -> list.size() == 1).toList();
        assertThat(kept.getFirst()).isSameAs(first);
    }

    private static void use(Order order) {
        assertThat(order).isNotNull();
    }
}
