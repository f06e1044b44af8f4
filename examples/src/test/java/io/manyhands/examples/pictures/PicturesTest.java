package io.manyhands.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.examples.Printed;
import io.manyhands.examples.concepts.Deadlocked;
import io.manyhands.examples.concepts.ForkAndJoin;
import io.manyhands.examples.concepts.FullQueue;
import io.manyhands.examples.concepts.LockAndEvent;
import io.manyhands.examples.concepts.TakingTurns;
import io.manyhands.examples.concepts.ThreadAndProcess;
import io.manyhands.examples.concepts.ThreeFutures;
import io.manyhands.examples.documents.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pictures of the guide are those of what the programs do.
class PicturesTest {
    private static final String[] NONE = {};

    /// A program and its picture.
    ///
    /// @param file the picture's name
    /// @param title what it shows
    /// @param lanes who takes part, from left to right
    /// @param program what prints the lines
    record Shown(String file, String title, List<String> lanes, Printed.Printing program) {
        @Override
        public String toString() {
            return file;
        }
    }

    static List<Shown> all() {
        return List.of(
                new Shown(
                        "thread-and-process.svg",
                        "The same task in a thread and in a process",
                        List.of("main", "thread", "process", "new process"),
                        () -> ThreadAndProcess.main(NONE)),
                new Shown(
                        "fork-and-join.svg",
                        "A sum that is divided and put together",
                        List.of(
                                "sum.1.1", "sum.1", "sum.1.2", "sum", "sum.2.1", "sum.2",
                                "sum.2.2"),
                        () -> ForkAndJoin.main(NONE)),
                new Shown(
                        "lock-and-event.svg",
                        "Two processes at one lock",
                        List.of("main", "process 1", "process 2"),
                        () -> LockAndEvent.main(NONE)),
                new Shown(
                        "full-queue.svg",
                        "A producer, a full queue, and a consumer",
                        List.of("main", "producer", "consumer"),
                        () -> FullQueue.main(NONE)),
                new Shown(
                        "deadlock.svg",
                        "Two that wait for each other, and how it ends",
                        List.of("alice", "main", "bob"),
                        () -> Deadlocked.main(NONE)),
                new Shown(
                        "three-futures.svg",
                        "Tasks, and who waits for their futures",
                        List.of("main", "total", "price", "rate"),
                        () -> ThreeFutures.main(NONE)),
                new Shown(
                        "taking-turns.svg",
                        "A generator that asks another one",
                        List.of("main", "capitals", "words"),
                        () -> TakingTurns.main(NONE)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void pictureIsThatOfTheProgram(Shown shown) throws Exception {
        String printed = Printed.by(shown.program());
        String drawn = Picture.of(shown.title(), Story.of(shown.lanes(), printed.lines().toList()));
        compare(drawn, folder().resolve(shown.file()), Repository.target("examples"));
    }

    @Test
    void everyPictureOfTheGuideIsThatOfAProgram() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(all().stream().map(Shown::file).toList());
        }
    }

    @Test
    void changedPictureIsWrittenBesideTheDocuments(@TempDir Path folder) throws IOException {
        Path committed = Files.writeString(folder.resolve("committed.svg"), "<svg>old</svg>");
        Path made = folder.resolve("target/pictures/committed.svg");
        compare("<svg>old</svg>", committed, folder.resolve("target"));
        assertThat(made).doesNotExist();
        assertThatThrownBy(() -> compare("<svg>new</svg>", committed, folder.resolve("target")))
                .hasMessageEndingWith("cp " + made + " " + committed);
        assertThat(made).hasContent("<svg>new</svg>");
        assertThat(committed).hasContent("<svg>old</svg>");
    }

    @Test
    void orderInWhichLanesPrintDoesNotMatter() {
        String one = draw("a -> b, c: forks", "b <- a: is 1", "c <- a -> a: is 2", "a <- c: joins");
        String other =
                draw("a -> b, c: forks", "c <- a -> a: is 2", "a <- c: joins", "b <- a: is 1");
        assertThat(one).isEqualTo(other);
        assertThat(draw("a -> b: forks", "a -> c: forks", "c <- a: is 2", "b <- a: is 1"))
                .isNotEqualTo(one);
    }

    @Test
    void whatCannotHaveHappenedIsRefused() {
        assertThatThrownBy(() -> draw("a says something"))
                .hasMessageStartingWith("A line must be `who <- whom -> whom: what`");
        assertThatThrownBy(() -> draw("d: is not there"))
                .hasMessageStartingWith("A line must be of one of the lanes");
        assertThatThrownBy(() -> draw("b <- a: goes on", "a -> b: lets him"))
                .hasMessage("What was waited for must have been said before: line=b <- a: goes on");
        assertThatThrownBy(() -> draw("a -> b: gives", "c: gets nothing"))
                .hasMessageStartingWith("What was said must arrive");
        assertThatThrownBy(() -> draw("a -> b: gives", "b: waits for a", "b <- a: goes on"))
                .hasMessageStartingWith("Who says that he waits must go on because of something");
        assertThat(draw("b: waits for a", "a -> b: gives", "b <- a: goes on")).isNotEmpty();
    }

    @Test
    void textThatIsTooWideIsRefused() {
        assertThatThrownBy(() -> draw("a: " + "w".repeat(100)))
                .hasMessageStartingWith("A word must have room in its box");
    }

    private static String draw(String... lines) {
        return Picture.of("planted", Story.of(List.of("a", "b", "c"), List.of(lines)));
    }

    /// Fails unless the picture is in the documents as it is; then it is written where the sentence
    /// says.
    private static void compare(String drawn, Path committed, Path target) throws IOException {
        if (Files.exists(committed) && Files.readString(committed).equals(drawn)) {
            return;
        }
        Path made = Files.createDirectories(target.resolve("pictures"));
        made = Files.writeString(made.resolve(committed.getFileName()), drawn);
        throw new AssertionError(
                "A picture must be that of its program; look at the new one, then: cp "
                        + made
                        + " "
                        + committed);
    }

    private static Path folder() {
        return Repository.root().resolve("docs/guide/pictures");
    }
}
