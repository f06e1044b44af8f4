package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.WaitInterruptedException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How far `map` runs ahead, and that nothing holds it up (T12).
public abstract class WindowContract extends Contract {

    /// For the kinds.
    protected WindowContract() {}

    /// An endless input that counts, and knows the thread that goes through it.
    private static final class Endless implements Iterable<Integer> {
        private final AtomicInteger given = new AtomicInteger();
        private final AtomicInteger wanted = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

        @Override
        public Iterator<Integer> iterator() {
            thread.set(Thread.currentThread());
            return Stream.generate(this::next).iterator();
        }

        private int next() {
            int number = given.getAndIncrement();
            // What is on its way: given, and not asked for by the consumer before.
            int ahead = number + 1 - wanted.get();
            int _ = most.accumulateAndGet(ahead, Math::max);
            return number;
        }

        void awaitRest(int atLeast) {
            Await.until("an input was read: atLeast=" + atLeast, () -> given.get() >= atLeast);
            Await.until("its reader rests", this::isAtRest);
        }

        private boolean isAtRest() {
            Thread reader = thread.get();
            return reader != null && reader.getState() == Thread.State.WAITING;
        }
    }

    @Test
    @Tag("T12")
    void nothingRunsBeforeItIsAskedFor() throws Exception {
        Workers workers = open(2);
        Endless input = new Endless();
        Tally runs = new Tally();
        Results<Integer> results =
                workers.map(input, number -> runs.increment()).withWindow(4).asCompleted();
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        assertThat(input.thread.get()).isNull();
        assertThat(runs.count()).isZero();
        assertThat(workers.statistics().submitted()).isEqualTo(1);
        results.close();
        assertThat(input.given).hasValue(0);
    }

    @ParameterizedTest
    @Tag("T12")
    @ValueSource(ints = {1, 2, 3, 7, 64, 1_024})
    void windowIsFilledAndNeverOverrun(int window) {
        Workers workers = open(3);
        Endless input = new Endless();
        try (Results<Integer> results = workers.map(input, number -> number).withWindow(window)) {
            Iterator<Integer> iterator = results.iterator();
            input.awaitRest(window);
            assertThat(input.given).hasValue(window);
            for (int i = 0; i < 2 * window + 100; i++) {
                input.wanted.incrementAndGet();
                assertThat(iterator.next()).isEqualTo(i);
            }
            assertThat(input.most).hasValue(window);
        }
    }

    @ParameterizedTest
    @Tag("T12")
    @ValueSource(ints = {1, 2, 7, 64})
    void windowHoldsForResultsAsCompletedToo(int window) {
        Workers workers = open(3);
        Endless input = new Endless();
        try (Results<Integer> results =
                workers.map(input, number -> number).withWindow(window).asCompleted()) {
            Iterator<Integer> iterator = results.iterator();
            input.awaitRest(window);
            assertThat(input.given).hasValue(window);
            for (int i = 0; i < 2 * window + 100; i++) {
                input.wanted.incrementAndGet();
                assertThat(iterator.next()).isNotNegative();
            }
            assertThat(input.most).hasValue(window);
        }
    }

    @Test
    @Tag("T12")
    void usualWindowIsAsDocumented() {
        Workers workers = open(2);
        int items = 1_024;
        Endless input = new Endless();
        try (Results<Integer> results = workers.map(input, number -> number)) {
            Iterator<Integer> iterator = results.iterator();
            input.awaitRest(items);
            assertThat(input.given).hasValue(items);
            assertThat(iterator.hasNext()).isTrue();
        }
    }

    @Test
    @Tag("T12")
    void resultsOfQuickItemsComeWhileALongOneRuns() {
        int quick = 5_000;
        Signal release = signal();
        try (Results<Integer> results =
                open(1).map(
                                ResultsContract.numbers(quick + 100),
                                number -> {
                                    if (number == quick) {
                                        release.await();
                                    }
                                    return number;
                                })) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < quick; i++) {
                assertThat(iterator.next()).isEqualTo(i);
            }
            release.give();
            assertThat(iterator.next()).isEqualTo(quick);
        }
    }

    @Test
    @Tag("T12")
    void slowHeadHoldsUpItsOwnWorkerAlone() {
        int window = 50;
        Workers workers = open(2);
        Signal release = signal();
        Tally others = new Tally();
        Endless input = new Endless();
        try (Results<Integer> results =
                workers.map(
                                input,
                                number -> {
                                    if (number == 0) {
                                        release.await();
                                    } else {
                                        others.increment();
                                    }
                                    return number;
                                })
                        .withWindow(window)) {
            Iterator<Integer> iterator = results.iterator();
            others.await(window - 1);
            input.awaitRest(window);
            assertThat(others.count()).isEqualTo(window - 1);
            release.give();
            for (int i = 0; i < 2 * window; i++) {
                assertThat(iterator.next()).isEqualTo(i);
            }
        }
    }

    @Test
    @Tag("T12")
    void resultsComeBeforeTheInputHasItsNextItem() {
        Workers workers = open(2);
        List<CountDownLatch> ready =
                IntStream.range(0, 20).mapToObj(_ -> new CountDownLatch(1)).toList();
        Stream<Integer> input =
                IntStream.range(0, 20)
                        .boxed()
                        .peek(number -> awaitUninterrupted(ready.get(number)));
        try (Results<Integer> results = workers.map(input, number -> number)) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < 20; i++) {
                ready.get(i).countDown();
                assertThat(iterator.next()).isEqualTo(i);
            }
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    @Tag("T12")
    void interruptOfTheConsumerLosesNothing() throws Exception {
        Workers workers = open(2);
        Signal release = signal();
        try (Results<Integer> results =
                workers.map(
                        ResultsContract.numbers(10),
                        number -> {
                            release.await();
                            return number;
                        })) {
            Iterator<Integer> iterator = results.iterator();
            Actor<Integer> consumer = Actor.start(() -> interruptedThenNext(iterator, release));
            consumer.awaitWaiting().interrupt();
            assertThat(consumer.result()).isZero();
            for (int i = 1; i < 10; i++) {
                assertThat(iterator.next()).isEqualTo(i);
            }
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    @Tag("T12")
    void endlessInputCanBeCutShort() {
        Workers workers = open(2);
        try (Results<Integer> results = workers.map(new Endless(), number -> number)) {
            assertThat(results.stream().limit(5).toList()).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    @Tag("T10")
    void mapInsideTaskOfTheSameWorkers() throws Exception {
        Workers workers = open(1);
        TaskFuture<Integer> sum =
                workers.submit(() ->
                        workers
                                .map(List.of(1, 2, 3), number -> sumBelow(workers, number))
                                .toList()
                                .stream()
                                .mapToInt(Integer::intValue)
                                .sum());
        assertThat(sum.get()).isEqualTo(4);
        Await.until("spares go", () -> workers.statistics().spares() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000})
    void mapLeavesRoomForOtherTasks(int chunk) throws Exception {
        assumeKind(Kind.Trait.LIMITED);
        Workers workers = open(1);
        Results<Integer> endless = workers.map(new Endless(), number -> number).withWindow(100);
        try (Results<Integer> results = chunk == 0 ? endless : endless.withChunk(chunk)) {
            Iterator<Integer> iterator = results.iterator();
            List<Integer> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                TaskFuture<Integer> other = workers.submit(() -> 1);
                while (!other.isDone()) {
                    assertThat(iterator.next()).isNotNegative();
                }
                others.add(other.get());
            }
            assertThat(others).hasSize(10);
        }
    }

    @Test
    void twoMapsShareTheWorkers() {
        Workers workers = open(1);
        try (Results<Integer> first = workers.map(new Endless(), number -> number);
                Results<Integer> second = workers.map(new Endless(), number -> -number)) {
            Iterator<Integer> one = first.iterator();
            Iterator<Integer> other = second.iterator();
            for (int i = 0; i < 3_000; i++) {
                assertThat(one.next()).isEqualTo(i);
                assertThat(other.next()).isEqualTo(-i);
            }
        }
    }

    private static int interruptedThenNext(Iterator<Integer> iterator, Signal release) {
        assertThatExceptionOfType(WaitInterruptedException.class).isThrownBy(iterator::next);
        assertThat(Thread.interrupted()).isTrue();
        release.give();
        return iterator.next();
    }

    private static int sumBelow(Workers workers, int number) {
        return workers.map(ResultsContract.numbers(number), each -> each).toList().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
