package io.manyhands.examples.pictures;

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

    /// Fails unless the picture is in the documents as it is; then it is written where the sentence
    /// says.
    private static void compare(String drawn, Path committed, Path target) throws IOException {
        if (Files.exists(committed) && Files.readString(committed).equals(drawn)) {
            return;
        }
        Path made = Files.createDirectories(target.resolve("pictures"));
        made = Files.writeString(made.resolve(committed.getFileName()), drawn);
        throw new AssertionError(
                "A picture must be that of its program; look at the new one, then: cp %s %s"
                        .formatted(made, committed));
    }

    private static Path folder() {
        return Repository.root().resolve("docs/guide/pictures");
    }
}
