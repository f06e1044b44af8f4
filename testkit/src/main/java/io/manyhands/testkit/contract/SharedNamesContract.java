package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedArray;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedObjects;
import io.manyhands.shared.SharedQueue;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How what tasks share is made, named and captured, and the memory they share (S5, T10).
public abstract class SharedNamesContract extends Contract {
    private static final int BYTES = 1 << 20;
    private static final int LONG_NAME = 10_000;

    /// For the kinds.
    protected SharedNamesContract() {}

    @Test
    @Tag("S5")
    void oneNameIsOneObjectInAllTasks() throws Exception {
        Workers workers = open(1);
        SharedCounter counter = workers.counter("hits");
        assertThat(workers.submit(counter::incrementAndGet).get()).isEqualTo(1);
        assertThat(workers.counter("hits").incrementAndGet()).isEqualTo(2);
        // Through the handle of the workers that a task has.
        assertThat(workers.submit(() -> workers.counter("hits").incrementAndGet()).get())
                .isEqualTo(3);
        assertThat(workers.submit(() -> workers.counter("other").incrementAndGet()).get())
                .isEqualTo(1);
        assertThat(workers.counter("other").get()).isEqualTo(1);
    }

    @Test
    @Tag("S5")
    void objectsWithoutANameAreApart() throws Exception {
        Workers workers = open(1);
        SharedCounter one = workers.counter();
        SharedCounter other = workers.counter();
        assertThat(workers.submit(() -> one.addAndGet(2) - other.addAndGet(7)).get()).isEqualTo(-5);
        assertThat(one.get()).isEqualTo(2);
        assertThat(other.get()).isEqualTo(7);
    }

    @Test
    @Tag("S5")
    void otherWorkersHaveOthers() {
        SharedCounter one = open(1).counter("hits");
        SharedCounter other = open(1).counter("hits");
        one.set(4);
        assertThat(other.get()).isZero();
    }

    @Test
    @Tag("S5")
    void nameForTwoThingsIsRefused() throws Exception {
        Workers workers = open(1);
        SharedQueue<String> queue = workers.queue("orders", 5);
        assertThatThrownBy(() -> workers.lock("orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A name stands for one shared object: name=orders")
                .hasMessageContaining("queue, capacity=5")
                .hasMessageContaining("lock, fair=false");
        assertThatThrownBy(() -> workers.queue("orders", 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity=6");
        TaskFuture<?> inTask = workers.submit(() -> workers.semaphore("orders", 1).permits());
        assertThat(FailuresContract.failureOf(inTask).getCause())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.offer("still there")).isTrue();
        assertThat(workers.<String>queue("orders", 5).poll()).isEqualTo("still there");
    }

    @Test
    @Tag("S5")
    @SuppressWarnings("NullAway") // what is refused
    void badNamesAndParametersAreRefused() {
        Workers workers = open(1);
        assertRefused(workers, from -> from.lock(" "), "A name must not be blank");
        assertRefused(workers, from -> from.event("n".repeat(LONG_NAME)), "length=10000");
        assertRefused(workers, from -> from.queue(0), "capacity=0");
        assertRefused(workers, from -> from.queue("q", -1), "capacity=-1");
        assertRefused(workers, from -> from.topic(0), "capacity=0");
        assertRefused(workers, from -> from.semaphore(0), "permits=0");
        assertRefused(workers, from -> from.barrier(0), "parties=0");
        assertRefused(workers, from -> from.latch(-1), "count=-1");
        assertRefused(workers, from -> from.sharedArray(0), "sizeBytes=0");
        assertRefused(
                workers, from -> from.shared(Blueprint.queue(null, 1).withBytes(-1)), "bytes=-1");
        assertThatThrownBy(() -> workers.lock(null)).isInstanceOf(NullPointerException.class);
        for (String name : List.of("a/b", "../../x", "\0", "\u00e9\ud83d\ude00", "n".repeat(200))) {
            long before = workers.counter(name).incrementAndGet();
            assertThat(workers.counter(name).incrementAndGet()).isEqualTo(before + 1);
        }
    }

    private static void assertRefused(
            SharedObjects from, Function<SharedObjects, Object> making, String part) {
        assertThatThrownBy(() -> making.apply(from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }

    @Test
    @Tag("S5")
    void workersThatHaveEndedMakeNothingMore() {
        Workers workers = open(1, options -> options.withName("enders"));
        SharedCounter counter = workers.counter("made before");
        assertThat(counter.incrementAndGet()).isEqualTo(1);
        workers.close();
        assertThatThrownBy(() -> workers.lock("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("enders");
    }

    @Test
    @Tag("S1")
    void allSeeTheSameMemory() throws Exception {
        Workers workers = open(2);
        SharedArray pixels = workers.sharedArray("pixels", BYTES);
        SharedBarrier step = workers.barrier(2);
        assertThat(pixels.sizeBytes()).isEqualTo(BYTES);
        assertThat(pixels.segment().get(ValueLayout.JAVA_LONG, 64)).isZero();
        TaskFuture<?> low = workers.submit(() -> paint(pixels, step, 0, (byte) 3));
        TaskFuture<?> high = workers.submit(() -> paint(pixels, step, BYTES / 2, (byte) 5));
        low.get();
        high.get();
        assertThat(pixels.segment().get(ValueLayout.JAVA_BYTE, BYTES / 2 - 1)).isEqualTo((byte) 3);
        assertThat(pixels.segment().get(ValueLayout.JAVA_BYTE, BYTES - 1)).isEqualTo((byte) 5);
        assertThatThrownBy(() -> pixels.segment().get(ValueLayout.JAVA_BYTE, BYTES))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// Paints one half, and then looks whether the other is painted too.
    private static void paint(SharedArray pixels, SharedBarrier step, long from, byte color)
            throws Exception {
        pixels.segment().asSlice(from, BYTES / 2).fill(color);
        int _ = step.await();
        long others = from == 0 ? BYTES / 2 : 0;
        if (pixels.segment().get(ValueLayout.JAVA_BYTE, others) == 0) {
            throw new AssertionError("others=" + others);
        }
    }
}
