package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoroutineTest {
    private static Coroutine<Integer, Integer> sum() {
        return Coroutine.of((first, out) -> {
            int total = first;
            while (true) {
                total += out.yield(total);
            }
        });
    }

    @Test
    void eachInputHasItsOutput() {
        try (Coroutine<Integer, Integer> sum = sum()) {
            assertThat(sum.isEnded()).isFalse();
            assertThat(List.of(sum.resume(1), sum.resume(2), sum.resume(39)))
                    .containsExactly(1, 3, 42);
            assertThat(sum.isEnded()).isFalse();
        }
    }

    @Test
    void resultIsTheLastOutput() {
        Coroutine<String, String> greeter =
                Coroutine.of((name, out) -> name + " and " + out.yield("who else?"));
        assertThat(greeter.resume("Rosalind")).isEqualTo("who else?");
        assertThat(greeter.resume("Celia")).isEqualTo("Rosalind and Celia");
        assertThat(greeter.isEnded()).isTrue();
        assertThatThrownBy(() -> greeter.resume("Orlando"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A coroutine that has ended cannot be resumed");
        greeter.close();
    }

    @Test
    void nullsGoBothWays() {
        List<@Nullable Object> seen = new ArrayList<>();
        Coroutine<@Nullable Object, @Nullable Object> coroutine =
                Coroutine.<@Nullable Object, @Nullable Object>of((first, out) -> {
                    seen.add(first);
                    seen.add(out.yield(null));
                    return null;
                });
        assertThat(coroutine.resume(null)).isNull();
        assertThat(coroutine.resume(null)).isNull();
        assertThat(seen).containsExactly(null, null);
    }

    @Test
    void failureThrownInIsHandledOrComesBack() {
        try (Coroutine<Integer, String> coroutine =
                Coroutine.of((_, out) -> {
                    while (true) {
                        try {
                            Integer _ = out.yield("ready");
                        } catch (IllegalArgumentException refused) {
                            Integer _ = out.yield("refused: " + refused.getMessage());
                        }
                    }
                })) {
            assertThat(coroutine.resume(1)).isEqualTo("ready");
            assertThat(coroutine.fail(new IllegalArgumentException("bad")))
                    .isEqualTo("refused: bad");
            assertThat(coroutine.resume(2)).isEqualTo("ready");
            ArithmeticException other = new ArithmeticException("other");
            assertThatThrownBy(() -> coroutine.fail(other)).isSameAs(other);
            assertThat(coroutine.isEnded()).isTrue();
        }
    }

    @Test
    void failureThrownInBeforeTheBeginningEndsIt() {
        Coroutine<Integer, Integer> coroutine = sum();
        assertThatThrownBy(() -> coroutine.fail(new Exception("early")))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("early");
        assertThat(coroutine.isEnded()).isTrue();
        assertThatThrownBy(() -> coroutine.fail(new Exception("late")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeUnwindsTheBody() {
        AtomicInteger ended = new AtomicInteger();
        Coroutine<Integer, Integer> coroutine =
                Coroutine.of((first, out) -> {
                    try {
                        return out.yield(first);
                    } finally {
                        ended.incrementAndGet();
                    }
                });
        assertThat(coroutine.resume(7)).isEqualTo(7);
        coroutine.close();
        assertThat(ended).hasValue(1);
        assertThat(coroutine.isEnded()).isTrue();
        assertThatThrownBy(() -> coroutine.resume(8))
                .isInstanceOf(CancellationException.class)
                .hasMessage("A coroutine that was closed gives no more");
    }

    @Test
    void coroutinesResumeEachOther() {
        try (Coroutine<Integer, Integer> twice =
                        Coroutine.of((first, out) -> {
                            int next = first;
                            while (true) {
                                next = out.yield(2 * next);
                            }
                        });
                Coroutine<Integer, Integer> twiceAndOne =
                        Coroutine.of((first, out) -> {
                            int next = first;
                            while (true) {
                                next = out.yield(twice.resume(next) + 1);
                            }
                        })) {
            int value = 0;
            for (int i = 0; i < 10; i++) {
                value = twiceAndOne.resume(value);
            }
            assertThat(value).isEqualTo(1_023);
        }
    }
}
