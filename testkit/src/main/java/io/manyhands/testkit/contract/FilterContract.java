package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.causeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Outcome;
import io.manyhands.ProcessOptions;
import io.manyhands.RemoteTaskException;
import io.manyhands.Task;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.TaskStatus;
import io.manyhands.Workers;
import java.io.ObjectInputFilter;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What comes from a worker passes the user's filter, and that of the JVM (W7).
public abstract class FilterContract extends Contract {
    private static final String WANTED = Wanted.class.getName();
    private static final String ALL_BUT_UNWANTED =
            "!" + FilterContract.class.getName() + "$Unwanted*";
    private static final String REFUSAL = "A value must pass the deserialization filter: class=";
    private static final List<Task<?>> UNWANTED =
            List.of(
                    () -> new Unwanted(1),
                    () -> new UnwantedBean(),
                    () -> UnwantedKind.ONE,
                    () -> List.of(new Unwanted(1)),
                    () -> Map.of("key", new UnwantedBean()),
                    () -> new Wanted(new Unwanted(1)),
                    () -> new Unwanted[1]);

    private static final List<Task<?>> PLAIN =
            List.of(
                    () -> 1,
                    () -> "text",
                    () -> new BigDecimal("1.5"),
                    () -> Instant.EPOCH,
                    () -> LocalDate.EPOCH,
                    () -> UUID.nameUUIDFromBytes(new byte[0]),
                    () -> List.of(1, "text"),
                    () -> Arrays.asList(1, 2L),
                    () -> new ArrayList<>(List.of(new Wanted("x"))),
                    () -> Set.of(3),
                    () -> new LinkedHashSet<>(List.of(3, 4)),
                    () -> Map.of("key", List.of(1.5)),
                    () -> new TreeMap<>(Map.of("key", 'x')),
                    () -> Collections.unmodifiableList(new ArrayList<>(List.of(true))),
                    () -> Collections.emptyMap(),
                    () -> new Wanted(new ArrayList<>(List.of(BigInteger.TWO))));

    /// For the kinds.
    protected FilterContract() {}

    private record Wanted(Object part) implements Serializable {}

    private record Unwanted(int number) implements Serializable {}

    private enum UnwantedKind {
        ONE
    }

    /// Travels by JDK serialization.
    private static final class UnwantedBean implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @SuppressWarnings("unused") // so that something is written
        private final int number = 1;
    }

    private static final class WantedException extends Exception {
        @Serial private static final long serialVersionUID = 1;

        WantedException(String message) {
            super(message);
        }
    }

    private static final class UnwantedException extends Exception {
        @Serial private static final long serialVersionUID = 1;

        UnwantedException(String message) {
            super(message);
        }
    }

    @BeforeEach
    final void assumeProcesses() {
        assumeKind(Kind.Trait.SEPARATE);
    }

    @Test
    @Tag("W7")
    @Tag("T5")
    void resultThatTheFilterRefusesFailsThatTaskAlone() throws Exception {
        Workers workers = openWith("java.base/*;" + WANTED + ";!*");
        for (Task<?> task : UNWANTED) {
            TaskFuture<?> refused = workers.submit(task);
            TaskFuture<Wanted> wanted = workers.submit(() -> new Wanted(List.of("x", 1)));
            assertThat(causeOf(refused))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageStartingWith(REFUSAL)
                    .hasMessageContaining("Unwanted")
                    .message()
                    .doesNotContain("\n");
            assertThat(refused.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(wanted.get()).isEqualTo(new Wanted(List.of("x", 1)));
        }
        assertThat(workers.statistics().lost()).isZero();
    }

    @Test
    @Tag("W7")
    void onlyListedTypesComeFromUntrustedWorkers() throws Exception {
        Workers workers =
                closing(
                        Workers.processes(
                                ProcessOptions.defaults()
                                        .withCount(1)
                                        .untrusted(Wanted.class, WantedException.class)));
        for (Task<?> task : UNWANTED) {
            assertThat(causeOf(workers.submit(task)))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageStartingWith(REFUSAL)
                    .hasMessageContaining("Unwanted");
        }
        // What makes objects of any class when it is decoded.
        Task<?> gadget = () -> (Task<Integer> & Serializable) () -> 1;
        assertThat(causeOf(workers.submit(gadget))).hasMessageStartingWith(REFUSAL);
        for (Task<?> plain : PLAIN) {
            assertThat((Object) workers.submit(plain).get()).isEqualTo(plain.call());
        }
        assertThat(
                        causeOf(
                                workers.submit(() -> {
                                    throw new WantedException("out of tea");
                                })))
                .isInstanceOf(WantedException.class)
                .hasMessage("out of tea");
        assertThat(
                        causeOf(
                                workers.submit(() -> {
                                    throw new UnwantedException("out of coffee");
                                })))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("out of coffee");
    }

    @Test
    @Tag("W7")
    void exceptionThatTheFilterRefusesIsTold() throws Exception {
        Workers workers = openWith("java.base/*;!*");
        TaskFuture<?> failing =
                workers.submit(() -> {
                    throw new UnwantedException("out of tea");
                });
        assertThat(causeOf(failing))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("UnwantedException")
                .hasMessageContaining("out of tea");
    }

    @Test
    @Tag("W7")
    void itemsOfAMapAreFilteredOneByOne() throws Exception {
        Workers workers = openWith("java.base/*;!*");
        List<Boolean> succeeded =
                workers
                        .map(List.of(1, 2, 3, 4), FilterContract::unwantedIfEven)
                        .outcomes()
                        .toList()
                        .stream()
                        .map(Outcome::isSuccess)
                        .toList();
        assertThat(succeeded).containsExactly(true, false, true, false);
    }

    private static Object unwantedIfEven(int item) {
        return item % 2 == 0 ? new Unwanted(item) : item;
    }

    @Test
    @Tag("W7")
    void filterIsAskedAboutArraysOnTheirOwn() throws Exception {
        Workers workers = openWith("maxarray=10");
        int large = 1 << 20;
        assertThat(workers.submit(() -> new int[10]).get()).hasSize(10);
        assertThat(causeOf(workers.submit(() -> new int[11]))).hasMessageContaining("=int[]");
        assertThat(causeOf(workers.submit(() -> new byte[large]))).hasMessageContaining("=byte[]");
    }

    @Test
    @Tag("W7")
    void filterThatThrowsRefuses() throws Exception {
        Workers workers =
                open(_ -> {
                    throw new IllegalStateException("the filter's own");
                });
        assertThat(causeOf(workers.submit(() -> List.of(1))))
                .isInstanceOf(TaskNotSerializableException.class);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("W7")
    void filterOfAWorkersJvmIsAskedAboutTasks() throws Exception {
        Workers workers =
                closing(
                        Workers.processes(
                                ProcessOptions.defaults()
                                        .withCount(1)
                                        .withJvmFlags("-Djdk.serialFilter=" + ALL_BUT_UNWANTED)));
        Unwanted unwanted = new Unwanted(1);
        UnwantedBean bean = new UnwantedBean();
        assertThat(causeOf(workers.submit(() -> unwanted.number()))).hasMessageContaining(REFUSAL);
        assertThat(causeOf(workers.submit(() -> bean.number))).hasMessageContaining(REFUSAL);
        assertThat(workers.submit(() -> unwantedIfEven(1)).get()).isEqualTo(1);
    }

    private Workers openWith(String pattern) {
        return open(ObjectInputFilter.Config.createFilter(pattern));
    }

    private Workers open(ObjectInputFilter filter) {
        return closing(
                Workers.processes(ProcessOptions.defaults().withCount(1).withFilter(filter)));
    }
}
