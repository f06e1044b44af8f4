package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratorEndTest {
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int MOST_SPINS = 200;

    private static void awaitTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Test
    void closeRunsFinallyBlocksBeforeItReturns() {
        List<String> order = new ArrayList<>();
        Generator<Integer> generator =
                Generator.of(out -> {
                    try (AutoCloseable _ = () -> order.add("resource")) {
                        out.yield(1);
                        order.add("never");
                    } finally {
                        order.add("finally");
                    }
                });
        assertThat(generator.next()).isEqualTo(1);
        generator.close();
        order.add("closed");
        generator.close();
        assertThat(order).containsExactly("resource", "finally", "closed");
        assertThatThrownBy(generator::next)
                .isInstanceOf(CancellationException.class)
                .hasMessage("A generator that was closed gives no more");
        assertThatThrownBy(generator::hasNext).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> generator.fail(new IOException()))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void closedStreamClosesItsGenerator() {
        AtomicInteger ended = new AtomicInteger();
        Generator<Integer> generator = endless(ended);
        try (var stream = generator.stream()) {
            assertThat(stream.findFirst()).hasValue(1);
            assertThat(ended).hasValue(0);
        }
        assertThat(ended).hasValue(1);
    }

    private static Generator<Integer> endless(AtomicInteger ended) {
        return Generator.of(out -> {
            try {
                while (true) {
                    out.yield(1);
                }
            } finally {
                ended.incrementAndGet();
            }
        });
    }

    @Test
    void neverBegunHasNothingToClose() {
        AtomicInteger begun = new AtomicInteger();
        Generator<Integer> generator = Generator.of(_ -> begun.incrementAndGet());
        generator.close();
        assertThat(begun).hasValue(0);
        assertThatThrownBy(generator::hasNext).isInstanceOf(CancellationException.class);
    }

    @Test
    void closeAfterTheEndChangesNothing() {
        Generator<Integer> generator = Generator.of(_ -> {});
        assertThat(generator.hasNext()).isFalse();
        generator.close();
        assertThat(generator.hasNext()).isFalse();
    }

    @Test
    void bodyThatCatchesEveryExceptionEndsAllTheSame() {
        AtomicInteger caught = new AtomicInteger();
        Generator<Integer> generator =
                Generator.of(out -> {
                    while (true) {
                        try {
                            out.yield(1);
                        } catch (Exception any) {
                            caught.incrementAndGet();
                        }
                    }
                });
        assertThat(generator.next()).isEqualTo(1);
        generator.close();
        assertThat(caught).hasValue(0);
    }

    @Test
    @SuppressWarnings("EmptyCatch") // what is not to be done
    void bodyThatDoesNotEndIsGivenUp() {
        AtomicInteger caught = new AtomicInteger();
        Generator<Integer> generator =
                Generator.of(out -> {
                    while (true) {
                        try {
                            out.yield(1);
                        } catch (CoroutineClosedError goOn) {
                            caught.incrementAndGet();
                        }
                    }
                });
        assertThat(generator.next()).isEqualTo(1);
        assertThatThrownBy(generator::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The body of a closed generator must end: yields=100");
        assertThat(caught).hasValue(100);
        generator.close();
    }

    @Test
    void yieldInAFinallyBlockDoesNotHinderTheClose() {
        List<String> order = new ArrayList<>();
        Generator<Integer> generator =
                Generator.of(out -> {
                    try {
                        out.yield(1);
                    } finally {
                        try {
                            out.yield(2);
                        } finally {
                            order.add("ended");
                        }
                    }
                });
        assertThat(generator.next()).isEqualTo(1);
        generator.close();
        assertThat(order).containsExactly("ended");
    }

    @Test
    void failureWhileClosingIsThrownByClose() {
        IllegalArgumentException failure = new IllegalArgumentException("in finally");
        Generator<Integer> throwing =
                Generator.of(out -> {
                    try {
                        out.yield(1);
                    } catch (CoroutineClosedError closed) {
                        throw failure;
                    }
                });
        assertThat(throwing.next()).isEqualTo(1);
        assertThatThrownBy(throwing::close).isSameAs(failure);
    }

    @Test
    void failureOfAResourceIsNotLostWhenItIsClosed() {
        Generator<Integer> generator =
                Generator.of(out -> {
                    try (AutoCloseable _ = () -> refuse("first");
                            AutoCloseable _ = () -> refuse("second")) {
                        out.yield(1);
                    }
                });
        assertThat(generator.next()).isEqualTo(1);
        assertThatThrownBy(generator::close)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("second")
                .satisfies(cause ->
                        assertThat(cause.getSuppressed())
                                .singleElement()
                                .asString()
                                .contains("first"));
    }

    private static void refuse(String what) throws IOException {
        throw new IOException(what);
    }

    @Test
    void closeEndsThoseWithinToo() {
        AtomicInteger ended = new AtomicInteger();
        Generator<Integer> begun = endless(ended);
        assertThat(begun.next()).isEqualTo(1);
        Generator<Integer> outer =
                Generator.of(out -> {
                    try {
                        out.yieldAll(endless(ended));
                    } finally {
                        ended.incrementAndGet();
                    }
                });
        Generator<Integer> ofBegun = Generator.of(out -> out.yieldAll(begun));
        assertThat(outer.next() + ofBegun.next()).isEqualTo(2);
        outer.close();
        assertThat(ended).hasValue(2);
        ofBegun.close();
        assertThat(ended).hasValue(3);
    }

    @Test
    void closeFromAnotherThreadEndsAWaitingBodyAndItsUser() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        Generator<Integer> generator =
                Generator.of(out -> {
                    waiting.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException end) {
                        interrupted.incrementAndGet();
                    }
                    out.yield(1);
                    interrupted.addAndGet(10);
                });
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        AtomicInteger status = new AtomicInteger(-1);
        Thread user =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                Integer _ = generator.next();
                            } catch (Throwable thrown) {
                                seen.set(thrown);
                            }
                            status.set(Thread.interrupted() ? 1 : 0);
                        });
        waiting.await();
        generator.close();
        user.join();
        assertThat(seen.get()).isInstanceOf(CancellationException.class);
        assertThat(interrupted).hasValue(1);
        assertThat(status).hasValue(0);
    }

    /// It was meant for the body, which does not take it.
    @Test
    void interruptByACloseDoesNotComeBackToTheUser() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Generator<Integer> generator =
                Generator.of(out -> {
                    waiting.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    out.yield(1);
                });
        AtomicReference<@Nullable Boolean> status = new AtomicReference<>();
        Thread user =
                Thread.ofPlatform()
                        .start(() -> {
                            assertThatThrownBy(generator::next)
                                    .isInstanceOf(CancellationException.class);
                            status.set(Thread.interrupted());
                        });
        waiting.await();
        generator.close();
        user.join();
        assertThat(status).hasValue(false);
    }

    @Test
    void closesFromManyThreadsEndItOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger ended = new AtomicInteger();
            Generator<Integer> generator = endless(ended);
            AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            threads.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            while (generator.next() == 1) {
                                Thread.onSpinWait();
                            }
                        } catch (CancellationException end) {
                            return;
                        } catch (IllegalStateException inUse) {
                            awaitTrue(() -> isClosed(generator));
                        } catch (Throwable other) {
                            wrong.set(other);
                        }
                    }));
            for (int i = 0; i < 3; i++) {
                threads.add(Thread.startVirtualThread(generator::close));
            }
            for (Thread each : threads) {
                each.join();
            }
            assertThat(wrong.get()).isNull();
            assertThat(isClosed(generator)).isTrue();
            assertThat(ended.get()).isLessThanOrEqualTo(1);
        }
    }

    /// Whoever closes leaves that to the user, who is about to leave.
    @Test
    void closeThatMeetsAUserIsNotForgotten() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            AtomicInteger ended = new AtomicInteger();
            Generator<Integer> generator = endless(ended);
            assertThat(generator.next()).isEqualTo(1);
            AtomicBoolean isIn = new AtomicBoolean();
            Thread user =
                    Thread.startVirtualThread(() -> {
                        isIn.set(true);
                        try {
                            assertThat(generator.next()).isEqualTo(1);
                        } catch (IllegalStateException closed) {
                            // The close came first, or is at it.
                        }
                    });
            while (!isIn.get()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < round % MOST_SPINS; i++) {
                Thread.onSpinWait();
            }
            generator.close();
            user.join();
            assertThat(ended).hasValue(1);
        }
    }

    private static boolean isClosed(Generator<Integer> generator) {
        try {
            return !generator.hasNext();
        } catch (CancellationException closed) {
            return true;
        } catch (IllegalStateException inUse) {
            return false;
        }
    }

    @Test
    void droppedOneRunsItsFinallyBlocks() {
        AtomicInteger ended = new AtomicInteger();
        dropOne(ended);
        awaitTrue(() -> {
            System.gc();
            return ended.get() == 1;
        });
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static void dropOne(AtomicInteger ended) {
        assertThat(endless(ended).next()).isEqualTo(1);
    }

    @Test
    void endedOneKeepsNeitherBodyNorValues() {
        Object value = new Object();
        WeakReference<Object> kept = new WeakReference<>(value);
        Generator<Object> generator = giving(value);
        assertThat(generator.next()).isNotNull();
        generator.close();
        value = generator;
        awaitTrue(() -> {
            System.gc();
            return kept.get() == null;
        });
        assertThat(value).isSameAs(generator);
    }

    private static Generator<Object> giving(Object value) {
        return Generator.of(out -> {
            while (true) {
                out.yield(value);
            }
        });
    }
}
