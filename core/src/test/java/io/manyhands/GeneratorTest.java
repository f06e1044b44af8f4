package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratorTest {
    private static Generator<Integer> counting() {
        return Generator.of(out -> {
            for (int i = 0; ; i++) {
                out.yield(i);
            }
        });
    }

    private static Generator<Integer> upTo(int end) {
        return Generator.of(out -> {
            for (int i = 0; i < end; i++) {
                out.yield(i);
            }
        });
    }

    @Test
    void valuesComeInTheirOrder() {
        List<Integer> seen = new ArrayList<>();
        for (int each : upTo(1_000)) {
            seen.add(each);
        }
        assertThat(seen).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void endlessOneIsLimitedByItsUser() {
        try (Generator<Integer> generator = counting();
                Stream<Integer> stream = generator.stream()) {
            assertThat(stream.filter(n -> n % 2 == 1).limit(3)).containsExactly(1, 3, 5);
        }
    }

    @Test
    void bodyRunsOnlyWhenItIsAsked() {
        List<String> order = new ArrayList<>();
        try (Generator<Integer> generator =
                Generator.of(out -> {
                    order.add("begun");
                    out.yield(1);
                    order.add("on");
                    out.yield(2);
                    order.add("end");
                })) {
            order.add("made");
            assertThat(generator.hasNext()).isTrue();
            assertThat(generator.hasNext()).isTrue();
            order.add("found");
            assertThat(generator.next()).isEqualTo(1);
            order.add("taken");
            assertThat(generator.next()).isEqualTo(2);
            assertThat(generator.hasNext()).isFalse();
        }
        assertThat(order).containsExactly("made", "begun", "found", "taken", "on", "end");
    }

    @Test
    void nullIsAValue() {
        List<@Nullable String> seen = new ArrayList<>();
        try (Generator<@Nullable String> generator =
                Generator.<@Nullable String>of(out -> {
                    out.yield(null);
                    out.yield("one");
                })) {
            generator.forEach(seen::add);
        }
        assertThat(seen).containsExactly(null, "one");
    }

    @Test
    void nothingComesAfterTheEnd() {
        Generator<Integer> empty = Generator.of(_ -> {});
        assertThat(empty.hasNext()).isFalse();
        assertThat(empty.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(empty::next);
    }

    @Test
    void loopGoesOnWhereNextHasStopped() {
        Generator<Integer> generator = upTo(4);
        assertThat(generator.next()).isZero();
        assertThat(generator.hasNext()).isTrue();
        List<Integer> rest = new ArrayList<>();
        generator.forEach(rest::add);
        assertThat(rest).containsExactly(1, 2, 3);
    }

    @Test
    void secondLoopIsRefused() {
        try (Generator<Integer> generator = upTo(3)) {
            Iterator<Integer> _ = generator.iterator();
            assertThatThrownBy(generator::iterator)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A generator can be gone through once");
            assertThatThrownBy(generator::stream).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void missingBodyIsRefused() {
        assertThatThrownBy(() -> Generator.of(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("An argument must not be null: body=null");
    }

    @SuppressWarnings("NullAway") // what is refused
    private static Generator.Body<Integer> nothing() {
        return null;
    }

    @Test
    void uncheckedFailureComesAsItIsBehindTheValuesBeforeIt() {
        IllegalArgumentException failure = new IllegalArgumentException("bad");
        Generator<Integer> generator =
                Generator.of(out -> {
                    out.yield(1);
                    throw failure;
                });
        assertThat(generator.next()).isEqualTo(1);
        assertThatThrownBy(generator::next).isSameAs(failure);
        assertThat(generator.hasNext()).isFalse();
    }

    @Test
    void errorComesAsItIs() {
        StackOverflowError failure = new StackOverflowError();
        assertThatThrownBy(() -> Generator.of(_ -> fail(failure)).next()).isSameAs(failure);
    }

    private static void fail(Error failure) {
        throw failure;
    }

    @Test
    void checkedFailureIsACause() {
        Generator<Integer> generator =
                Generator.of(_ -> {
                    throw new IOException("no file");
                });
        assertThatThrownBy(generator::next)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("no file");
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(generator::next);
    }

    @Test
    void traceOfAFailureShowsTheBodyAndItsUsers() {
        Generator<Integer> inner = Generator.of(_ -> deepInside());
        Generator<Integer> outer = Generator.of(out -> out.yield(inner.next()));
        Throwable thrown = null;
        try {
            Integer _ = outer.next();
        } catch (IllegalStateException failure) {
            thrown = failure;
        }
        assertThat(thrown).isNotNull();
        List<String> methods =
                Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith(getClass().getName()))
                        .map(StackTraceElement::getMethodName)
                        .toList();
        assertThat(methods.getFirst()).isEqualTo("deepInside");
        assertThat(methods.getLast()).isEqualTo("traceOfAFailureShowsTheBodyAndItsUsers");
        assertThat(methods).hasSizeGreaterThanOrEqualTo(4);
    }

    private static void deepInside() {
        throw new IllegalStateException("deep inside");
    }

    @Test
    void failureThrownInIsHandledByTheBody() {
        try (Generator<String> generator =
                Generator.of(out -> {
                    try {
                        out.yield("one");
                    } catch (IllegalArgumentException refused) {
                        out.yield("instead of it: " + refused.getMessage());
                    }
                    out.yield("last");
                })) {
            assertThat(generator.next()).isEqualTo("one");
            generator.fail(new IllegalArgumentException("bad"));
            assertThat(generator.next()).isEqualTo("instead of it: bad");
            assertThat(generator.next()).isEqualTo("last");
        }
    }

    @Test
    void failureThrownInComesBackIfTheBodyLetsItPass() {
        IllegalArgumentException failure = new IllegalArgumentException("bad");
        AtomicInteger cleared = new AtomicInteger();
        Generator<Integer> generator =
                Generator.of(out -> {
                    try {
                        out.yield(1);
                    } finally {
                        cleared.incrementAndGet();
                    }
                });
        assertThat(generator.hasNext()).isTrue();
        StackTraceElement[] trace = failure.getStackTrace();
        assertThatThrownBy(() -> generator.fail(failure)).isSameAs(failure);
        assertThat(failure.getStackTrace()).isEqualTo(trace);
        assertThat(cleared).hasValue(1);
        // What was found and not taken is the value whose yield has failed.
        assertThat(generator.hasNext()).isFalse();
        assertThatThrownBy(() -> generator.fail(failure))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A generator that has ended cannot be failed");
    }

    @Test
    void checkedFailureThrownInIsACauseAndAnUnbegunBodyNeverBegins() {
        try (Generator<Integer> generator =
                Generator.of(out -> {
                    try {
                        out.yield(1);
                    } catch (CompletionException wrapped) {
                        out.yield(wrapped.getCause() instanceof IOException ? 2 : 3);
                    }
                })) {
            assertThat(generator.next()).isEqualTo(1);
            generator.fail(new IOException("no file"));
            assertThat(generator.next()).isEqualTo(2);
        }
        AtomicInteger begun = new AtomicInteger();
        Generator<Integer> unbegun = Generator.of(_ -> begun.incrementAndGet());
        assertThatThrownBy(() -> unbegun.fail(new IOException("no file")))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(unbegun.hasNext()).isFalse();
        assertThat(begun).hasValue(0);
    }

    @Test
    void yieldAllGivesWhatOthersHave() {
        Generator<Integer> begun = upTo(3);
        assertThat(begun.next()).isZero();
        try (Generator<Number> all =
                Generator.<Number>of(out -> {
                    out.yieldAll(upTo(2));
                    out.yieldAll(begun);
                    out.yieldAll(List.of(7L, 8L));
                    out.yieldAll(Stream.of(0.5));
                    out.yield(9);
                })) {
            assertThat(all.stream()).containsExactly(0, 1, 1, 2, 7L, 8L, 0.5, 9);
        }
        assertThat(begun.hasNext()).isFalse();
    }

    @Test
    void yieldAllOfOneThatHasNotBegunRunsItInPlace() {
        List<Thread> threads = new ArrayList<>();
        Generator<Integer> inner =
                Generator.of(out -> {
                    threads.add(Thread.currentThread());
                    out.yield(1);
                });
        Generator<Integer> outer =
                Generator.of(out -> {
                    threads.add(Thread.currentThread());
                    out.yieldAll(inner);
                });
        assertThat(outer.stream()).containsExactly(1);
        assertThat(threads).hasSize(2);
        assertThat(threads.getFirst()).isSameAs(threads.getLast());
        assertThat(inner.hasNext()).isFalse();
    }

    private record Tree(int value, @Nullable Tree left, @Nullable Tree right)
            implements Serializable {
        static @Nullable Tree ofDepth(int depth, int value) {
            return depth == 0
                    ? null
                    : new Tree(
                            value,
                            ofDepth(depth - 1, 2 * value),
                            ofDepth(depth - 1, 2 * value + 1));
        }

        Generator<Integer> inOrder() {
            return Generator.of(out -> {
                if (left != null) {
                    out.yieldAll(left.inOrder());
                }
                out.yield(value);
                if (right != null) {
                    out.yieldAll(right.inOrder());
                }
            });
        }
    }

    @Test
    void nestedOnesWalkATree() {
        Tree tree = Tree.ofDepth(8, 1);
        assertThat(tree).isNotNull();
        List<Integer> values = tree.inOrder().stream().toList();
        assertThat(values).hasSize(255).doesNotHaveDuplicates();
        assertThat(values.subList(0, 3)).containsExactly(128, 64, 129);
        assertThat(values.get(127)).isEqualTo(1);
    }

    @Test
    void failureWithinYieldAllCanBeCaughtThere() {
        try (Generator<String> generator =
                Generator.of(out -> {
                    try {
                        out.yieldAll(
                                Generator.<String>of(inner -> {
                                    inner.yield("one");
                                    throw new IOException("no file");
                                }));
                    } catch (CompletionException failed) {
                        out.yield("failed: " + failed.getCause());
                    }
                })) {
            assertThat(generator.stream())
                    .containsExactly("one", "failed: java.io.IOException: no file");
        }
    }
}
