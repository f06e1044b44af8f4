package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The body's thread, and those of its users.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoroutineThreadsTest {
    private static final int MANY = 100_000;
    private static final int INTERRUPTS = 2_000;

    private static Generator<Integer> counting() {
        return Generator.of(out -> {
            for (int i = 0; ; i++) {
                out.yield(i);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLostBetweenTwoThreads(boolean isVirtual) throws Exception {
        FutureTask<Boolean> all =
                new FutureTask<>(() -> {
                    try (Generator<Integer> generator = counting()) {
                        for (int i = 0; i < MANY; i++) {
                            if (generator.next() != i) {
                                return false;
                            }
                        }
                        return true;
                    }
                });
        Thread _ = (isVirtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(all);
        assertThat(all.get()).isTrue();
    }

    @Test
    void itCanBeHandedFromThreadToThread() throws Exception {
        List<Integer> seen = new ArrayList<>();
        try (Generator<Integer> generator = counting()) {
            for (int i = 0; i < 10; i++) {
                Thread.ofVirtual().start(() -> seen.add(generator.next())).join();
            }
        }
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void secondUserIsRefusedAndTheFirstGoesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Generator<Integer> generator =
                Generator.of(out -> {
                    begun.countDown();
                    release.await();
                    out.yield(42);
                })) {
            FutureTask<Integer> first = new FutureTask<>(generator::next);
            Thread _ = Thread.ofPlatform().name("the-first").start(first);
            begun.await();
            assertThatThrownBy(generator::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("A generator can be used by one thread at a time: ")
                    .hasMessageContaining("the-first");
            release.countDown();
            assertThat(first.get()).isEqualTo(42);
        }
    }

    @Test
    void ownBodyMustNotUseIt() {
        AtomicReference<@Nullable Generator<Integer>> self = new AtomicReference<>();
        Generator<Integer> resuming = Generator.of(out -> out.yield(of(self).next()));
        self.set(resuming);
        assertThatThrownBy(resuming::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A generator must not be used by its own body");
        Generator<Integer> closing = Generator.of(_ -> of(self).close());
        self.set(closing);
        assertThatThrownBy(closing::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A generator must not be closed by its own body");
        Generator<Integer> nesting = Generator.of(out -> out.yieldAll(of(self)));
        self.set(nesting);
        assertThatThrownBy(nesting::next)
                .hasMessage("A generator must not be used by its own body");
    }

    private static Generator<Integer> of(AtomicReference<@Nullable Generator<Integer>> self) {
        Generator<Integer> own = self.get();
        assertThat(own).isNotNull();
        return own;
    }

    @Test
    void othersMustNotYieldForTheBody() {
        AtomicReference<Generator.@Nullable Out<Integer>> leaked = new AtomicReference<>();
        Generator<Integer> generator =
                Generator.of(out -> {
                    leaked.set(out);
                    out.yield(1);
                });
        assertThat(generator.next()).isEqualTo(1);
        Generator.Out<Integer> out = leaked.get();
        assertThat(out).isNotNull();
        assertThatThrownBy(() -> out.yield(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A generator can yield in the thread of its body only: ");
        assertThat(generator.hasNext()).isFalse();
        assertThatThrownBy(() -> out.yield(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A generator that has ended can yield no more");
    }

    @Test
    void bodySeesNoThreadLocalsOfItsUser() {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        ScopedValue<String> scoped = ScopedValue.newInstance();
        local.set("user's");
        Generator<Boolean> generator =
                Generator.of(out -> {
                    out.yield(local.get() == null);
                    out.yield(!scoped.isBound());
                    out.yield(Thread.currentThread().isVirtual());
                });
        ScopedValue.where(scoped, "user's")
                .run(() -> assertThat(generator.stream()).containsExactly(true, true, true));
    }

    @Test
    void interruptOfTheUserReachesAWaitOfTheBody() throws Exception {
        BlockingQueue<Integer> items = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        try (Generator<Integer> generator =
                Generator.of(out -> {
                    begun.countDown();
                    try {
                        out.yield(items.take());
                    } catch (InterruptedException wanted) {
                        out.yield(-1);
                    }
                    out.yield(items.take());
                })) {
            FutureTask<List<Integer>> user =
                    new FutureTask<>(() -> {
                        int first = generator.next();
                        items.add(7);
                        return List.of(first, Thread.interrupted() ? 1 : 0, generator.next());
                    });
            Thread thread = Thread.ofVirtual().start(user);
            begun.await();
            thread.interrupt();
            assertThat(user.get()).isEqualTo(List.of(-1, 0, 7));
        }
    }

    @Test
    void interruptThatTheBodyDoesNotTakeComesBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Generator<Boolean> generator =
                Generator.of(out -> {
                    begun.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    out.yield(true);
                    out.yield(Thread.currentThread().isInterrupted());
                })) {
            FutureTask<List<Boolean>> user =
                    new FutureTask<>(() ->
                            List.of(
                                    generator.next(),
                                    Thread.interrupted(),
                                    generator.next(),
                                    Thread.interrupted()));
            Thread thread = Thread.ofPlatform().start(user);
            begun.await();
            thread.interrupt();
            assertThat(user.get()).containsExactly(true, true, false, false);
        }
    }

    @Test
    void statusOfTheUserGoesInAndOut() {
        try (Generator<Boolean> generator =
                Generator.of(out -> {
                    out.yield(Thread.currentThread().isInterrupted());
                    out.yield(Thread.interrupted());
                    out.yield(Thread.currentThread().isInterrupted());
                })) {
            Thread.currentThread().interrupt();
            assertThat(generator.next()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(generator.next()).isTrue();
            assertThat(Thread.interrupted()).isFalse();
            assertThat(generator.next()).isFalse();
        }
    }

    @Test
    void bodyThatIsInterruptedThrowsThatAndTheStatusIsSet() {
        Generator<Integer> generator = Generator.of(_ -> new CountDownLatch(1).await());
        Thread.currentThread().interrupt();
        assertThatThrownBy(generator::next)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void noInterruptIsLostOrDoubled() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (Generator<Integer> generator = counting()) {
            FutureTask<Boolean> user =
                    new FutureTask<>(() -> {
                        boolean isInOrder = true;
                        for (int wanted = 0; taken.get() < INTERRUPTS; wanted++) {
                            isInOrder &= generator.next() == wanted;
                            if (Thread.interrupted()) {
                                taken.incrementAndGet();
                            }
                        }
                        return isInOrder;
                    });
            Thread thread = Thread.ofVirtual().start(user);
            for (int given = 1; given <= INTERRUPTS; given++) {
                thread.interrupt();
                // It comes back in whatever instant of a hand-over it was given.
                while (taken.get() < given) {
                    Thread.onSpinWait();
                }
                assertThat(taken).hasValue(given);
            }
            assertThat(user.get()).isTrue();
            boolean _ = generator.hasNext();
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void bodyMayHoldAMonitorWhileItPauses() {
        // With one carrier for each this would hang if they were pinned.
        int many = 4 * Runtime.getRuntime().availableProcessors() + 8;
        List<Generator<Integer>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Object monitor = new Object();
            all.add(
                    Generator.of(out -> {
                        synchronized (monitor) {
                            out.yield(1);
                            out.yield(2);
                        }
                    }));
        }
        assertThat(all.stream().mapToInt(Generator::next).sum()).isEqualTo(many);
        assertThat(all.stream().mapToInt(Generator::next).sum()).isEqualTo(2 * many);
        all.forEach(Generator::close);
    }

    @Test
    void manyAreAliveAtOnceInLittleMemory() {
        List<Generator<Integer>> all = new ArrayList<>(MANY);
        long before = usedBytes();
        for (int i = 0; i < MANY; i++) {
            Generator<Integer> generator = counting();
            assertThat(generator.next()).isZero();
            all.add(generator);
        }
        long bytes = (usedBytes() - before) / MANY;
        assertThat(all.stream().mapToLong(Generator::next).sum()).isEqualTo(MANY);
        all.forEach(Generator::close);
        // Two gigabytes for a million.
        assertThat(bytes).isLessThan(2_000);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
