package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lambdas and method references in the compact form.
final class CompactLambdasTest {
    private final Lines line = Lines.here();

    @Test
    void capturedValuesOfEachPrimitiveTypeComeBack() throws Exception {
        boolean truth = true;
        byte small = -7;
        short shorter = -300;
        char character = '世';
        int number = Integer.MIN_VALUE;
        long large = Long.MAX_VALUE;
        float rough = -0.0f;
        double fine = Math.PI;
        Call<Object> all =
                () -> List.of(truth, small, shorter, character, number, large, rough, fine);

        assertThat(compactCopy(all).call()).isEqualTo(all.call());
    }

    @Test
    void capturedObjectsComeBackWithTheirIdentities() throws Exception {
        Integer boxed = 1000;
        int[] array = {1, 2};
        int[] same = array;
        String[][] texts = {{"a"}, {}};
        List<int[]> list = new ArrayList<>(List.of(array));
        Call<List<Object>> all = () -> List.of(boxed, array, same, texts, list);
        List<Object> copy = compactCopy(all).call();

        assertThat(Anatomy.of(copy)).isEqualTo(Anatomy.of(all.call()));
        assertThat(copy.get(1)).isSameAs(copy.get(2));
    }

    @Test
    void aLambdaThatCapturesNothingStaysTheSame() throws Exception {
        Call<String> nothing = () -> "nothing";
        Object first = compactCopy(nothing);

        assertThat(compactCopy(nothing).call()).isEqualTo("nothing");
        assertThat(compactCopy(nothing)).isSameAs(first).isSameAs(Lines.plainCopy(nothing));
    }

    @Test
    void anEnclosingRecordIsCaptured() throws Exception {
        Enclosing enclosing = new Enclosing("outer");

        assertThat(compactCopy(enclosing.call("x")).call()).isEqualTo("outer x");
    }

    @Test
    void anEnclosingObjectGoesByJdkSerialization() throws Exception {
        byte[] bytes = line.encode(new Outer().call());

        assertThat(Lines.isCompact(bytes)).isFalse();
        assertThat(cast(line.reader.decode(bytes)).call()).isEqualTo("outer");
    }

    @Test
    void methodReferencesOfAllKindsComeBack() throws Exception {
        List<String> bound = new ArrayList<>(List.of("b"));
        Call<Integer> boundReference = bound::size;
        Fun<String, Integer> unbound = String::length;
        Fun<Integer, String> statically = Integer::toHexString;
        Fun<Integer, List<Object>> constructor = ArrayList::new;
        Fun<Object, Enclosing> ofRecord = Enclosing::of;
        IntFun<int[]> array = int[]::new;

        assertThat(compactCopy(boundReference).call()).isEqualTo(1);
        assertThat(compactCopy(unbound).apply("four")).isEqualTo(4);
        assertThat(compactCopy(statically).apply(255)).isEqualTo("ff");
        assertThat(compactCopy(constructor).apply(3)).isEmpty();
        assertThat(compactCopy(ofRecord).apply("x")).isEqualTo(new Enclosing("x"));
        assertThat(compactCopy(array).apply(4)).hasSize(4);
    }

    @Test
    void genericAndIntersectionTypesComeBack() throws Exception {
        Callable<String> both = (Callable<String> & Serializable & Marker) () -> "both";

        assertThat(compactCopy(generic("value")).call()).isEqualTo("value");
        assertThat(compactCopy(both)).isInstanceOf(Marker.class);
        assertThat(compactCopy(both).call()).isEqualTo("both");
    }

    @Test
    void lambdasCaptureLambdas() throws Exception {
        Call<String> inner = () -> "inner";
        Fun<String, String> around = text -> "<" + text + ">";
        Call<String> outer = () -> around.apply(inner.call());
        Call<String> outermost = () -> outer.call() + outer.call();

        assertThat(compactCopy(outermost).call()).isEqualTo("<inner><inner>");
    }

    @Test
    void aLambdaInACycleEndsAsInJdkSerialization() throws Exception {
        List<Object> list = new ArrayList<>();
        Call<Object> self = () -> list;
        list.add(self);

        assertThat(Anatomy.of(line.copy(list))).isEqualTo(Anatomy.of(Lines.plainCopy(list)));
    }

    @Test
    void aLambdaMetTwiceStaysOne() throws Exception {
        int number = 1;
        Call<Integer> task = () -> number;
        Object[] copy = (Object[]) Objects.requireNonNull(line.copy(new Object[] {task, task}));

        assertThat(copy[0]).isSameAs(copy[1]);
    }

    @Test
    void lambdasOfTheJdkComeBack() throws Exception {
        Comparator<Map.Entry<String, Integer>> byKey = Map.Entry.comparingByKey();
        byte[] bytes = line.encode(byKey);
        Object copy = Objects.requireNonNull(line.reader.decode(bytes));

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(Anatomy.of(copy.getClass().getInterfaces()))
                .isEqualTo(Anatomy.of(byKey.getClass().getInterfaces()));
    }

    @Test
    void onlyTheFirstOfAKindAddsToTheDictionary() throws Exception {
        for (int i = 0; i < 100; i++) {
            int number = i;
            Call<Integer> task = () -> number;

            assertThat(compactCopy(task).call()).isEqualTo(number);
            assertThat(line.sent.size()).isEqualTo(1);
        }
    }

    @Test
    void aLambdaTakesFewBytes() throws Exception {
        int number = 7;
        String text = "hello world";
        Call<String> task = () -> text + number;

        assertThat(line.encode(task)).hasSizeLessThan(40);
    }

    @Test
    void lambdasAsElementsAndKeysComeBack() throws Exception {
        Map<String, Call<Integer>> calls = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            calls.put("k" + i, () -> number * number);
        }

        assertThat(Anatomy.of(line.copy(calls))).isEqualTo(Anatomy.of(calls));
    }

    @Test
    void aLambdaThatIsNotSerializableIsRefusedWithAFix() {
        Supplier<String> plain = () -> "plain";

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> line.encode(plain)))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("A lambda must have a serializable type")
                .hasMessageContaining("fix=");
    }

    private <T> T compactCopy(T value) throws Exception {
        byte[] bytes = line.encode(value);
        Object copy = line.reader.decode(bytes);

        assertThat(Lines.isCompact(bytes)).isTrue();
        assertThat(Anatomy.of(copy)).isEqualTo(Anatomy.of(Lines.plainCopy(value)));
        return same(copy);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // What was encoded.
    private static <T> T same(@Nullable Object copy) {
        return (T) Objects.requireNonNull(copy);
    }

    private static Callable<?> cast(@Nullable Object copy) {
        return (Callable<?>) Objects.requireNonNull(copy);
    }

    private static <T> Call<T> generic(T value) {
        return () -> Stream.of(value).toList().getFirst();
    }

    interface Marker {}

    interface Call<T> extends Callable<T>, Serializable {}

    interface Fun<A, R> extends Function<A, R>, Serializable {}

    interface IntFun<R> extends IntFunction<R>, Serializable {}

    record Enclosing(Object name) implements Serializable {
        static Enclosing of(Object name) {
            return new Enclosing(name);
        }

        Call<String> call(String text) {
            return () -> name + " " + text;
        }
    }

    static final class Outer implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String name = "outer";

        Call<String> call() {
            return () -> this.name;
        }
    }
}
