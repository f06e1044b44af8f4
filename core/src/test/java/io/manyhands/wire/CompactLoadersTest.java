package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The compact form between loaders and between versions of classes.
final class CompactLoadersTest {
    private static final String LAMBDA =
            """
            import java.util.concurrent.Callable;
            public class Sample {
                public static Object value() {
                    int n = 7;
                    return (Callable<Object> & java.io.Serializable) () -> BODY;
                }
            }
            """;

    private static final String RECORD =
            """
            public record Sample(COMPONENTS) implements java.io.Serializable {
                public static Object value() {
                    return new Sample(1);
                }
            }
            """;

    private static final String ENUM =
            """
            public enum Sample {
                CONSTANTS;
                public static Object value() {
                    return USED;
                }
            }
            """;

    @Test
    void classesAreThoseOfTheReadersLoader(@TempDir Path here, @TempDir Path there)
            throws Exception {
        for (String source : List.of(lambda("n"), record("int a"), constants("A, USED"))) {
            try (URLClassLoader from = compile(here, source);
                    URLClassLoader to = compile(there, source)) {
                Lines line = Lines.between(from, to);
                Object copy = Objects.requireNonNull(line.copy(value(from)));

                assertThat(loaderOf(copy)).isSameAs(to);
                assertThat(line.reader.decode(line.encode(value(from)))).isNotNull();
            }
        }
    }

    @Test
    void twoLoadersShareEntriesAndGetTheirOwnClasses(@TempDir Path one, @TempDir Path other)
            throws Exception {
        String source = record("int a");
        try (URLClassLoader first = compile(one, source);
                URLClassLoader second = compile(other, source)) {
            Dictionary shared = new Dictionary();
            Codec ofFirst = Codec.of(first, shared, shared);
            Codec ofSecond = Codec.of(second, shared, shared);
            byte[] bytes = ofFirst.encode(Subject.VALUE, value(first));

            assertThat(ofSecond.encode(Subject.VALUE, value(second))).isEqualTo(bytes);
            assertThat(shared.size()).isEqualTo(1);
            assertThat(loaderOf(ofFirst.decode(bytes))).isSameAs(first);
            assertThat(loaderOf(ofSecond.decode(bytes))).isSameAs(second);
        }
    }

    @Test
    void whatTheContextLoaderFindsIsNotKeptForOtherThreads(@TempDir Path one, @TempDir Path other)
            throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader first = compile(one, record("int a"));
                URLClassLoader second = compile(other, record("int a"))) {
            Lines line = Lines.here();
            byte[] bytes = line.encode(value(first));
            thread.setContextClassLoader(first);
            assertThat(loaderOf(line.reader.decode(bytes))).isSameAs(first);
            thread.setContextClassLoader(second);
            assertThat(loaderOf(line.reader.decode(bytes))).isSameAs(second);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aMissingClassIsTold(@TempDir Path folder) throws Exception {
        for (String source : List.of(lambda("n"), record("int a"), constants("USED"))) {
            try (URLClassLoader loader = compile(folder, source)) {
                Lines line = Lines.here();
                byte[] bytes = line.encode(value(loader));

                assertThat(Lines.isCompact(bytes)).isTrue();
                assertThat(catchThrowable(() -> line.reader.decode(bytes)))
                        .isInstanceOf(NotDecodableException.class)
                        .hasMessageStartingWith(
                                "A class of the value must be visible to the receiver:"
                                        + " class=Sample,");
            }
        }
    }

    @Test
    void aRecordWithOtherComponentsIsTold(@TempDir Path here, @TempDir Path there)
            throws Exception {
        for (String other : List.of("long a", "int b", "Integer a")) {
            assertThat(refusal(here, record("int a"), there, record(other)))
                    .hasMessageStartingWith("A class must be the same on both sides")
                    .hasMessageContaining("class=Sample")
                    .hasMessageContaining("there=(a I)")
                    .hasMessageContaining("here=(" + other.substring(other.length() - 1));
        }
    }

    @Test
    void aConstantThatIsGoneIsTold(@TempDir Path here, @TempDir Path there) throws Exception {
        String without = constants("A").replace("return USED", "return A");

        assertThat(refusal(here, constants("A, USED"), there, without))
                .hasMessageStartingWith("A class must be the same on both sides")
                .hasMessageContaining("it does not have the constant: name=USED");
    }

    @Test
    void aConstantIsFoundByItsName(@TempDir Path here, @TempDir Path there) throws Exception {
        try (URLClassLoader from = compile(here, constants("USED, B"));
                URLClassLoader to = compile(there, constants("X, Y, USED"))) {
            assertThat(Lines.between(from, to).copy(value(from))).hasToString("USED");
        }
    }

    @Test
    void aLambdaThatIsGoneIsTold(@TempDir Path here, @TempDir Path there) throws Exception {
        String without = LAMBDA.replace("int n = 7", "long n = 7").replace("BODY", "n");
        String none = LAMBDA.replace("& java.io.Serializable", "").replace("BODY", "n");

        assertThat(refusal(here, lambda("n"), there, without))
                .hasMessageStartingWith("A class must be the same on both sides")
                .hasMessageContaining("class=Sample")
                .hasMessageContaining("it does not have the lambda: method=lambda$value$");
        assertThat(refusal(here, lambda("n"), there, none))
                .hasMessageContaining("it has no lambdas that travel");
    }

    @Test
    void anotherKindOfClassIsTold(@TempDir Path here, @TempDir Path there) throws Exception {
        assertThat(refusal(here, record("int a"), there, constants("USED")))
                .hasMessageContaining("it is another kind of class here");
        assertThat(refusal(here, constants("USED"), there, record("int a")))
                .hasMessageContaining("it is another kind of class here");
    }

    @Test
    void theCheckForUnloadingSeesALoaderThatIsHeld(@TempDir Path folder) throws Exception {
        try (URLClassLoader held = compile(folder, record("int a"))) {
            WeakReference<ClassLoader> loader = new WeakReference<>(held);
            awaitUnloading(loader, 3);

            assertThat(loader.get()).isSameAs(held);
        }
    }

    @Test
    void loadersAreUnloadedWhileTheDictionaryLives(@TempDir Path folder) throws Exception {
        Dictionary dictionary = new Dictionary();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (String source : List.of(lambda("n"), record("int a"), constants("USED"))) {
            loaders.add(used(folder, source, dictionary));
        }
        for (WeakReference<ClassLoader> loader : loaders) {
            awaitUnloading(loader, 100);
            assertThat(loader.get()).isNull();
        }
        assertThat(dictionary.size()).isEqualTo(loaders.size());
    }

    private static void awaitUnloading(WeakReference<ClassLoader> loader, int collections) {
        for (int i = 0; i < collections && loader.get() != null; i++) {
            System.gc();
        }
    }

    private static WeakReference<ClassLoader> used(
            Path folder, String source, Dictionary dictionary) throws Exception {
        try (URLClassLoader loader = compile(folder, source)) {
            Codec codec = Codec.of(loader, dictionary, dictionary);
            Object copy = codec.decode(codec.encode(Subject.VALUE, value(loader)));
            assertThat(loaderOf(copy)).isSameAs(loader);
            return new WeakReference<>(loader);
        }
    }

    private static NotDecodableException refusal(Path here, String source, Path there, String other)
            throws Exception {
        try (URLClassLoader from = compile(here, source);
                URLClassLoader to = compile(there, other)) {
            Lines line = Lines.between(from, to);
            byte[] bytes = line.encode(value(from));
            assertThat(Lines.isCompact(bytes)).isTrue();
            Throwable thrown = catchThrowable(() -> line.reader.decode(bytes));
            assertThat(thrown).isInstanceOf(NotDecodableException.class);
            return (NotDecodableException) thrown;
        }
    }

    private static URLClassLoader compile(Path folder, String source) throws Exception {
        Files.deleteIfExists(folder.resolve("Sample.class"));
        return Compiled.compile(folder, "Sample", source);
    }

    private static Object value(ClassLoader loader) throws Exception {
        Object value = loader.loadClass("Sample").getMethod("value").invoke(null);
        return Objects.requireNonNull(value);
    }

    private static ClassLoader loaderOf(@Nullable Object value) {
        return Objects.requireNonNull(value).getClass().getClassLoader();
    }

    private static String lambda(String body) {
        return LAMBDA.replace("BODY", body);
    }

    private static String record(String components) {
        return RECORD.replace("COMPONENTS", components);
    }

    private static String constants(String constants) {
        return ENUM.replace("CONSTANTS", constants);
    }
}
