package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Paths in either form: the compact one, and that of JDK serialization.
final class SentPathTest {
    private static final int PATHS = 2_000;

    private final Lines line = Lines.here();
    private final Codec plain = Codec.of(SentPathTest.class.getClassLoader());

    @Test
    void anyPathComesBackInEitherForm() throws Exception {
        boolean isUnicode = encoding().equals(StandardCharsets.UTF_8.name());
        for (long seed = 0; seed < PATHS; seed++) {
            Path path = path(new Random(seed), isUnicode);

            assertThat(copy(path)).as("seed=%s", seed).isEqualTo(path);
            assertThat(line.copy(path)).as("seed=%s", seed).isEqualTo(path);
            assertThat(Lines.isCompact(line.encode(path))).isTrue();
        }
    }

    private static Path path(Random random, boolean isUnicode) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "/" : "");
        for (int i = random.nextInt(30); i > 0; i--) {
            int next = random.nextInt(isUnicode && random.nextBoolean() ? 0x3000 : 0x7f);
            text.append(random.nextInt(6) == 0 ? '/' : (char) (1 + next));
        }
        return Path.of(text.toString());
    }

    @Test
    void itComesBackAsAPartOfAnything() throws Exception {
        Path path = Path.of("some", "where");
        Supplier<Object> lambda = (Supplier<Object> & Serializable) () -> path.resolve("else");
        Path[] array = {path, null, Path.of("")};
        List<Object> values =
                List.of(
                        new Holder(path, new Path[] {path}),
                        new Anatomy.Box(path),
                        Map.of(path, List.of(path)),
                        new ArrayList<>(List.of(path, "text", path)));
        for (Object value : values) {
            assertThat(copy(value)).isEqualTo(value);
            assertThat(line.copy(value)).isEqualTo(value);
        }
        for (Object copied : new Object[] {copy(array), line.copy(array)}) {
            assertThat(copied).isInstanceOf(Path[].class).isEqualTo(array);
        }
        for (Object copied : new Object[] {copy(lambda), line.copy(lambda)}) {
            assertThat(((Supplier<?>) Objects.requireNonNull(copied)).get())
                    .isEqualTo(Path.of("some", "where", "else"));
        }
        assertThat(Lines.isCompact(line.encode(lambda))).isTrue();
        assertThat(Lines.isCompact(line.encode(array))).isTrue();
        assertThat(Lines.isCompact(line.encode(values.getFirst()))).isFalse();
    }

    @Test
    void aPathOfAnotherFileSystemIsRefused(@TempDir Path folder) throws Exception {
        Path archive = folder.resolve("archive.zip");
        try (FileSystem other = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path path = other.getPath("/entry");
            for (Codec codec : List.of(plain, line.writer)) {
                assertThat(refusal(codec, new Holder(Path.of("good"), new Path[] {path})))
                        .hasMessageStartingWith(
                                "A result must be serializable to travel: path=result.more[0],"
                                        + " type=jdk.nio.zipfs.ZipPath")
                        .hasMessageEndingWith(
                                "fix=take along its text: paths travel if they are of the default"
                                        + " file system");
            }
        }
    }

    /// What is shown of it would be the name of another file.
    @Test
    void aPathWhoseNameIsNoTextIsRefused() {
        Assumptions.assumeTrue(encoding().equals(StandardCharsets.UTF_8.name()));
        Path path = Path.of(URI.create("file:///tmp/%FF"));
        for (Codec codec : List.of(plain, line.writer)) {
            assertThat(refusal(codec, List.of(Path.of("good"), path)))
                    .hasMessageContaining("path=result[1]")
                    .hasMessageEndingWith(
                            "fix=rename the file: its name is no text in the encoding of names"
                                    + " here");
        }
        assertThat(SentPath.text(Path.of("/tmp/\ufffd"))).isEqualTo("/tmp/\ufffd");
    }

    @Test
    void anotherPartIsNamedThanAGoodPath() {
        for (Codec codec : List.of(plain, line.writer)) {
            assertThat(refusal(codec, List.of(Path.of("good"), new Object())).path())
                    .isEqualTo("result[1]");
        }
    }

    @Test
    void aFilterIsAskedAboutAPathInEitherForm() throws Exception {
        List<Object> values = List.of(Path.of("x"), new Holder(Path.of("x"), new Path[0]));
        String own = SentPathTest.class.getName() + "*";
        for (Object value : values) {
            byte[] bytes = line.encode(value);
            assertThat(decode(bytes, "java.base/*;" + own + ";!*")).isEqualTo(value);
            assertThat(decode(bytes, Path.class.getName() + ";[L*;" + own + ";java.lang.*;!*"))
                    .isEqualTo(value);
            assertThatExceptionOfType(NotDecodableException.class)
                    .isThrownBy(() -> decode(bytes, "!" + Path.class.getName()))
                    .withMessageContaining("class=java.nio.file.Path");
        }
    }

    private @Nullable Object decode(byte[] bytes, String pattern) throws NotDecodableException {
        return line.reader.withFilter(ObjectInputFilter.Config.createFilter(pattern)).decode(bytes);
    }

    private @Nullable Object copy(Object value) throws Exception {
        return plain.decode(plain.encode(Subject.VALUE, value));
    }

    private static NotEncodableException refusal(Codec codec, Object value) {
        return catchThrowableOfType(
                NotEncodableException.class, () -> codec.encode(Subject.RESULT, value));
    }

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", "");
    }

    /// Only JDK serialization knows it.
    private static final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // It travels.
        private final Path path;

        @SuppressWarnings("serial") // They travel.
        private final Path[] more;

        Holder(Path path, Path[] more) {
            this.path = path;
            this.more = more;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Holder holder
                    && path.equals(holder.path)
                    && List.of(more).equals(List.of(holder.more));
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }
    }
}
