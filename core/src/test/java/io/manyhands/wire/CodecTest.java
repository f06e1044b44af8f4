package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodecTest {
    private final Codec codec = Codec.of(CodecTest.class.getClassLoader());

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    @ValueSource(doubles = {-0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY})
    @ValueSource(booleans = {true, false})
    @ValueSource(strings = {"", "plain", "Grüße, 世界", "😀", "\0"})
    @ValueSource(shorts = 7)
    @ValueSource(bytes = 7)
    @ValueSource(chars = 'c')
    @ValueSource(floats = -0.0f)
    @ValueSource(classes = {int.class, int[][].class, void.class, String.class, CodecTest.class})
    void simpleValuesComeBackEqual(@Nullable Object value) throws Exception {
        assertThat(copy(value)).isEqualTo(value);
    }

    @Test
    void halfASurrogatePairIsKept() throws Exception {
        String text = "a\ud83d!";

        assertThat(copy(text)).isEqualTo(text);
    }

    @Test
    void theSimplestValuesTakeAFewBytes() throws Exception {
        assertThat(codec.encode(Subject.VALUE, null)).hasSize(1);
        assertThat(codec.encode(Subject.VALUE, true)).hasSize(1);
        assertThat(codec.encode(Subject.VALUE, 7)).hasSize(5);
        assertThat(codec.encode(Subject.VALUE, "seven")).hasSize(6);
    }

    @Test
    void recordsArraysAndCollectionsComeBackEqual() throws Exception {
        Object value =
                List.of(
                        new Point(1, 2),
                        Map.of("k", new BigDecimal("1.50")),
                        Arrays.asList("a", null));

        assertThat(copy(value)).isEqualTo(value);
        assertThat((int[][]) copy(new int[][] {{1}, {2, 3}}))
                .isDeepEqualTo(new int[][] {{1}, {2, 3}});
    }

    @Test
    void aCopySharesNothingWithTheOriginal() throws Exception {
        int[] original = {1};

        assertThat((int[]) copy(original)).isNotSameAs(original).containsExactly(1);
    }

    @Test
    void enumConstantsAndSingletonsStaySingle() throws Exception {
        assertThat(copy(DayOfWeek.MONDAY)).isSameAs(DayOfWeek.MONDAY);
        assertThat(copy(Singleton.ONLY)).isSameAs(Singleton.ONLY);
    }

    @Test
    void writeReplaceIsHonoured() throws Exception {
        assertThat(copy(new Replaced("original"))).isEqualTo(new Replaced("original (replaced)"));
    }

    @Test
    void externalizableWritesItself() throws Exception {
        External copy = (External) copy(new External(3));

        assertThat(copy).isNotNull().extracting(external -> external.number).isEqualTo(30);
    }

    @Test
    void lambdasComeBackWithWhatTheyCaptured() throws Exception {
        String name = "captured";
        CallableToo<String> task = () -> name + "!";

        assertThat(this.<CallableToo<String>>cast(copy(task)).call()).isEqualTo("captured!");
    }

    @Test
    void proxiesOfPackagePrivateInterfacesComeBack() throws Exception {
        Object proxy =
                Proxy.newProxyInstance(
                        CodecTest.class.getClassLoader(),
                        new Class<?>[] {Greeter.class, Serializable.class},
                        new Handler("hello"));

        assertThat(this.<Greeter>cast(copy(proxy)).greet()).isEqualTo("hello");
    }

    @Test
    void classesAreFoundInTheLoaderAndElseInTheContextLoader(@TempDir Path folder)
            throws Exception {
        String source = "public record Only(int n) implements java.io.Serializable {}";
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader elsewhere = Compiled.compile(folder, "Only", source)) {
            Object value = elsewhere.loadClass("Only").getConstructor(int.class).newInstance(3);
            byte[] bytes = codec.encode(Subject.VALUE, value);

            assertThat(Codec.of(elsewhere).decode(bytes)).isEqualTo(value);
            thread.setContextClassLoader(elsewhere);
            assertThat(codec.decode(bytes)).isEqualTo(value);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private @Nullable Object copy(@Nullable Object value) throws Exception {
        return codec.decode(codec.encode(Subject.VALUE, value));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Saves casts in the tests.
    private <T> T cast(@Nullable Object value) {
        return (T) java.util.Objects.requireNonNull(value);
    }

    record Point(int x, int y) implements Serializable {}

    interface CallableToo<T> extends Callable<T>, Serializable {}

    interface Greeter {
        String greet();
    }

    record Handler(String answer) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return answer;
        }
    }

    static final class Singleton implements Serializable {
        static final Singleton ONLY = new Singleton();
        private static final long serialVersionUID = 1L;

        private Object readResolve() throws ObjectStreamException {
            return ONLY;
        }
    }

    record Replaced(String text) implements Serializable {
        private Object writeReplace() throws ObjectStreamException {
            return new Substitute(text);
        }
    }

    record Substitute(String text) implements Serializable {
        private Object readResolve() throws ObjectStreamException {
            return new Replaced(text + " (replaced)");
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private int number;

        public External() {}

        External(int number) {
            this.number = number;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(number * 10);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            number = in.readInt();
        }
    }
}
