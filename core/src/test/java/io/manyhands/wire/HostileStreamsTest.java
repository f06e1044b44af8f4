package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostileStreamsTest {
    private final Codec codec = Codec.of(HostileStreamsTest.class.getClassLoader());

    @Test
    void everyPrefixOfAValidStreamIsRefused() throws Exception {
        for (Object value : List.of(sample(), "text", 7, 7L, 7.0)) {
            byte[] bytes = codec.encode(Subject.VALUE, value);
            for (int length = 0; length < bytes.length; length++) {
                byte[] prefix = Arrays.copyOf(bytes, length);
                if (value instanceof String && length > 0) {
                    // A shorter text is a text.
                    assertThat(codec.decode(prefix)).isEqualTo("text".substring(0, length - 1));
                } else {
                    assertThat(catchThrowable(() -> codec.decode(prefix)))
                            .as("value=%s, length=%s", value, length)
                            .isInstanceOf(NotDecodableException.class);
                }
            }
        }
    }

    @Test
    void trailingBytesAreRefused() throws Exception {
        for (Object value : List.of(sample(), 7, true)) {
            byte[] bytes = codec.encode(Subject.VALUE, value);

            assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1)))
                    .hasMessageStartingWith("The bytes must be one whole encoded value: bytes=");
        }
    }

    @Test
    void garbageNeverGivesAnotherThrowable() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            ensureValueOrRefusal(bytes, seed);
        }
    }

    @Test
    void flippedBytesNeverGiveAnotherThrowable() throws Exception {
        byte[] valid = codec.encode(Subject.VALUE, sample());
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = valid.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ensureValueOrRefusal(bytes, seed);
        }
    }

    @Test
    void anUnknownTagIsRefused() {
        assertThat(refusal(new byte[] {99}))
                .hasMessage("An encoded value must begin with a known tag: tag=99");
    }

    @Test
    void aMissingClassIsTold(@TempDir Path folder) throws Exception {
        byte[] bytes = encodedElsewhere(folder, "public int n;");

        assertThat(refusal(bytes))
                .hasMessageStartingWith(
                        "A class of the value must be visible to the receiver: class=Elsewhere,")
                .hasCauseInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void aDifferentClassIsTold(@TempDir Path here, @TempDir Path there) throws Exception {
        byte[] bytes = encodedElsewhere(here, "public int n;");
        encodedElsewhere(there, "public int n; public long other;");

        try (URLClassLoader loader = Compiled.loader(there)) {
            assertThat(catchThrowable(() -> Codec.of(loader).decode(bytes)))
                    .isInstanceOf(NotDecodableException.class)
                    .hasMessageStartingWith("A class must be the same on both sides")
                    .hasMessageContaining("class=Elsewhere")
                    .hasMessageContaining("serialVersionUID");
        }
    }

    @Test
    void readObjectThatThrowsIsTold() throws Exception {
        byte[] exception = codec.encode(Subject.VALUE, new Thrower(false));
        byte[] error = codec.encode(Subject.VALUE, new Thrower(true));

        assertThat(refusal(exception))
                .hasMessage(
                        "The code that rebuilds a value must not throw:"
                                + " thrown=java.lang.IllegalStateException, message=no")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(refusal(error)).hasCauseInstanceOf(LinkageError.class);
    }

    @Test
    void endlessRecursionInReadObjectIsTold() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, new Recursive());

        assertThat(refusal(bytes)).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void theUsersFilterIsAskedAndItsRefusalNamesTheClass() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, List.of(new Thrower(false)));
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("java.**;!*");
        Codec strict =
                Codec.of(HostileStreamsTest.class.getClassLoader(), Limits.defaults(), filter);

        assertThat(strict.decode(codec.encode(Subject.VALUE, List.of(7)))).isEqualTo(List.of(7));
        assertThat(catchThrowable(() -> strict.decode(bytes)))
                .isInstanceOf(NotDecodableException.class)
                .hasMessageStartingWith("A value must pass the deserialization filter: class=")
                .hasMessageContaining(Thrower.class.getTypeName());
    }

    @Test
    void aFilterThatThrowsRefuses() throws Exception {
        byte[] bytes = codec.encode(Subject.VALUE, List.of(7));
        ObjectInputFilter filter =
                _ -> {
                    throw new IllegalStateException("filter");
                };
        Codec broken =
                Codec.of(HostileStreamsTest.class.getClassLoader(), Limits.defaults(), filter);

        assertThat(catchThrowable(() -> broken.decode(bytes)))
                .isInstanceOf(NotDecodableException.class);
    }

    private void ensureValueOrRefusal(byte[] bytes, long seed) {
        assertThatCode(
                        () -> {
                            try {
                                codec.decode(bytes);
                            } catch (NotDecodableException e) {
                                assertThat(e.getMessage()).isNotBlank();
                            }
                        })
                .as("seed=" + seed)
                .doesNotThrowAnyException();
    }

    private NotDecodableException refusal(byte[] bytes) {
        return catchThrowableOfType(NotDecodableException.class, () -> codec.decode(bytes));
    }

    private static byte[] encodedElsewhere(Path folder, String members) throws Exception {
        String source = "public class Elsewhere implements java.io.Serializable {" + members + "}";
        try (URLClassLoader loader = Compiled.compile(folder, "Elsewhere", source)) {
            Object value = loader.loadClass("Elsewhere").getConstructor().newInstance();
            assertThat(Files.exists(folder.resolve("Elsewhere.class"))).isTrue();
            return Codec.of(loader).encode(Subject.VALUE, Objects.requireNonNull(value));
        }
    }

    private static Object sample() {
        Map<String, Object> map = new HashMap<>();
        map.put("list", new ArrayList<>(List.of(1, 2L, "three", 4.0)));
        map.put("array", new int[][] {{1, 2}, {3}});
        map.put("texts", new String[] {"a", "b"});
        map.put("record", new Pair("left", new Pair("right", null)));
        map.put("class", String.class);
        map.put("failure", new IllegalStateException("sample"));
        return map;
    }

    record Pair(String text, @Nullable Pair other) implements Serializable {}

    static final class Thrower implements Serializable {
        private static final long serialVersionUID = 1L;
        private final boolean error;

        Thrower(boolean error) {
            this.error = error;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (error) {
                throw new LinkageError("no");
            }
            throw new IllegalStateException("no");
        }
    }

    static final class Recursive implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("InfiniteRecursion") // That is the point.
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            readObject(in);
        }
    }
}
