package io.manyhands.cli.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final Search SEARCH =
            new Search(
                    List.of("a"),
                    false,
                    false,
                    false,
                    Search.Show.LINES,
                    true,
                    false,
                    false,
                    false,
                    Long.MAX_VALUE,
                    Sizes.defaults());

    @TempDir Path directory;

    @Test
    void fileThatShrinksIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a\n");
        try (Engine engine = new Engine(SEARCH)) {
            Found found = engine.find(range(file, 100, 0, 100));
            assertThat(found.state()).isEqualTo(Found.State.FAILED);
            assertThat(found.sentence())
                    .isEqualTo("The file has shrunk while it was read: bytes=2: file=" + file);
            assertThat(engine.find(range(file, 100, 50, 100)).state())
                    .isEqualTo(Found.State.FAILED);
        }
    }

    @Test
    void fileThatGrowsIsSearchedAsItWas() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a1\na2\na3\n");
        try (Engine engine = new Engine(SEARCH)) {
            Found found = engine.find(range(file, 4, 0, 4));
            assertThat(found.selected()).isEqualTo(2);
        }
    }

    @Test
    void fileThatDisappearsIsNamed() throws IOException {
        try (Engine engine = new Engine(SEARCH)) {
            Path file = directory.resolve("gone");
            assertThat(engine.find(range(file, 4, 0, 4)).sentence())
                    .isEqualTo("There is no such file or directory: file=" + file);
        }
    }

    @Test
    void workAndResultTravel() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "a1\nb\na3\n");
        Batch batch = copy(new Batch(new ArrayList<>(List.of(range(file, 8, 0, 8)))));
        List<Found> found = Engines.find(copy(SEARCH), batch);
        Engines.close();
        Found first = copy(found.getFirst());
        assertThat(first.selected()).isEqualTo(2);
        assertThat(first.newlines()).isEqualTo(3);
        assertThat(first.lines().number(1)).isEqualTo(2);
    }

    private static Range range(Path file, long size, long from, long to) {
        String name = file.toString();
        return new Range(Range.Kind.FILE, 0, name, name, size, from, to, 0, 1);
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(value);
        }
        try (ObjectInputStream input =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) input.readObject();
        }
    }
}
