package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Coroutine;
import io.manyhands.Generator;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import io.manyhands.shared.SharedQueue;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Generators and coroutines that tasks use, and the workers that their bodies use.
public abstract class CoroutinesContract extends Contract {
    private static final int VALUES = 1_000;

    /// For the kinds.
    protected CoroutinesContract() {}

    private static Generator<Integer> counting() {
        return Generator.of(out -> {
            for (int i = 0; ; i++) {
                out.yield(i);
            }
        });
    }

    @Test
    void tasksGoThroughGeneratorsOfTheirOwn() {
        Workers workers = open(3);
        List<Integer> sums =
                workers.map(
                                ResultsContract.numbers(20),
                                number -> {
                                    try (Generator<Integer> generator = counting()) {
                                        return generator.stream()
                                                .limit(VALUES)
                                                .mapToInt(value -> value * number)
                                                .sum();
                                    }
                                })
                        .toList();
        int sum = VALUES * (VALUES - 1) / 2;
        assertThat(sums).hasSize(20).startsWith(0, sum, 2 * sum).endsWith(19 * sum);
    }

    @Test
    void taskResumesACoroutine() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> last =
                workers.submit(() -> {
                    try (Coroutine<Integer, Integer> sum =
                            Coroutine.of((first, out) -> {
                                int total = first;
                                while (total < 10) {
                                    total += out.yield(total);
                                }
                                return total;
                            })) {
                        int total = 0;
                        while (!sum.isEnded()) {
                            total = sum.resume(3);
                        }
                        return total;
                    }
                });
        assertThat(last.get()).isEqualTo(12);
    }

    @Test
    @Tag("T5")
    void bodyTravelsWithWhatItCaptures() throws Exception {
        Workers workers = open(1);
        List<String> words = List.of("all", "the", "world");
        Generator.Body<Integer> lengths =
                out -> {
                    for (String each : words) {
                        out.yield(each.length());
                    }
                };
        TaskFuture<List<Integer>> seen =
                workers.submit(() -> Generator.of(lengths).stream().toList());
        assertThat(seen.get()).containsExactly(3, 3, 5);
    }

    @Test
    @Tag("T5")
    void generatorItselfIsRefusedByName() {
        assumeKind(Kind.Trait.COPIES);
        Workers workers = open(1);
        Generator<Integer> numbers = counting();
        assertThatExceptionOfType(TaskNotSerializableException.class)
                .isThrownBy(() -> workers.submit(() -> numbers.next()))
                .withMessageContaining("captured variable 'numbers'")
                .withMessageContaining("Generator");
    }

    @Test
    void failureOfABodyIsThatOfItsTask() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> failing =
                workers.submit(() ->
                        first(_ -> {
                            throw new IllegalStateException("in the body");
                        }));
        assertThat(failureOf(failing).getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("in the body");
    }

    @Test
    void cancelOfATaskReachesTheBodyThatItWaitsFor() throws Exception {
        Workers workers = open(1);
        Signal begun = signal();
        Notes notes = new Notes();
        TaskFuture<Integer> waiting =
                workers.submit(() -> {
                    try (Generator<Integer> generator =
                            Generator.of(out -> {
                                begun.give();
                                try {
                                    new CountDownLatch(1).await();
                                } finally {
                                    notes.add("unwound");
                                }
                                out.yield(1);
                            })) {
                        return generator.next();
                    }
                });
        begun.await();
        assertThat(waiting.cancel(true)).isTrue();
        workers.close();
        assertThat(notes.lines()).containsExactly("unwound");
    }

    @Test
    @Tag("T10")
    void bodyThatWaitsForATaskOfTheSameWorkersStarvesNobody() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> sum =
                workers.submit(() -> {
                    try (Generator<Integer> generator =
                            Generator.of(out -> {
                                for (int i = 1; i <= 3; i++) {
                                    int number = i;
                                    out.yield(workers.submit(() -> number * number).get());
                                }
                            })) {
                        return generator.stream().mapToInt(Integer::intValue).sum();
                    }
                });
        assertThat(sum.get()).isEqualTo(14);
    }

    @Test
    @Tag("T10")
    void bodyWithinABodyStarvesNobodyEither() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> answer =
                workers.submit(() ->
                        first(outer -> outer.yield(first(inner -> inner.yield(one(workers))))));
        assertThat(answer.get()).isEqualTo(1);
    }

    @Test
    @Tag("T10")
    void bodyThatWaitsForAnItemStarvesNobody() throws Exception {
        assumeNot(Kind.Trait.SEPARATE, "a spare would be a process");
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        TaskFuture<Integer> item = workers.submit(() -> first(out -> out.yield(queue.take())));
        workers.submit(() -> queue.put(1)).get();
        assertThat(item.get()).isEqualTo(1);
    }

    private static <T> T first(Generator.Body<T> body) {
        try (Generator<T> generator = Generator.of(body)) {
            return generator.next();
        }
    }

    private static int one(Workers workers) throws Exception {
        return workers.submit(() -> 1).get();
    }

    @Test
    @Tag("W1")
    void bodyOfATaskCannotCloseItsWorkers() throws Exception {
        Workers workers = open(1);
        TaskFuture<Boolean> refused =
                workers.submit(() ->
                        first(out -> {
                            try {
                                workers.close();
                                out.yield(false);
                            } catch (IllegalStateException expected) {
                                out.yield(true);
                            }
                        }));
        assertThat(refused.get()).isTrue();
    }
}
