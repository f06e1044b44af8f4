package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskProcess;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import java.io.File;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes with variables and a working directory of their own.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProcessPlaceTest extends Contract {
    private static final ProcessOptions SMALL = ProcessOptions.defaults().withMaxHeap("64m");

    @TempDir private Path directory;

    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }

    @Test
    void taskHasTheVariablesItWasGivenBesideTheOthers() throws Exception {
        // The first two are what somebody who reads lines might call his own.
        ProcessOptions options =
                SMALL.withVariable("line", "one")
                        .withVariable("word", "")
                        .withVariable("MANYHANDS_TEST", "a 'b'\n$HOME \"c\"\\")
                        .withVariable("MANYHANDS_TEST_2", "once")
                        .withVariable("MANYHANDS_TEST_2", "again");
        try (TaskProcess<Map<String, String>> process =
                TaskProcess.start(options, () -> Map.copyOf(System.getenv()))) {
            Map<String, String> there = process.result();
            assertThat(there)
                    .containsEntry("line", "one")
                    .containsEntry("word", "")
                    .containsEntry("MANYHANDS_TEST", "a 'b'\n$HOME \"c\"\\")
                    .containsEntry("MANYHANDS_TEST_2", "again")
                    .containsEntry("PATH", System.getenv("PATH"));
            assertThat(System.getenv("MANYHANDS_TEST")).isNull();
        }
    }

    @Test
    void variableWithFlagsIsOneForTheJvm() throws Exception {
        ProcessOptions options =
                SMALL.withVariable("JAVA_TOOL_OPTIONS", "-Dmanyhands.test=7 -XX:+UseParallelGC");
        try (TaskProcess<String> process =
                TaskProcess.start(options, () -> System.getProperty("manyhands.test", "none"))) {
            assertThat(process.result()).isEqualTo("7");
        }
    }

    @Test
    void taskAndWhatItStartsAreInTheDirectory() throws Exception {
        Path own = Files.createDirectory(directory.resolve("a b"));
        try (TaskProcess<List<String>> process =
                TaskProcess.start(SMALL.withDirectory(own), ProcessPlaceTest::whereItIs)) {
            assertThat(process.result())
                    .containsExactly(
                            own.toString(),
                            own.resolve("x").toString(),
                            own.toString(),
                            own.toRealPath() + "\n");
        }
        assertThat(own.resolve("made")).hasContent("here");
    }

    private static List<String> whereItIs() throws Exception {
        Files.writeString(Path.of("made"), "here");
        return List.of(
                Path.of("").toAbsolutePath().toString(),
                new File("x").getAbsolutePath(),
                System.getProperty("user.dir"),
                TaskProcess.command("pwd").text());
    }

    @Test
    void relativeDirectoryIsWithinThatOfThisProgram() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        ProcessOptions above = SMALL.withDirectory(Path.of(".."));
        try (TaskProcess<Path> process = TaskProcess.start(above, () -> Path.of("").toRealPath())) {
            assertThat(process.result()).isEqualTo(here.resolve("..").toRealPath());
        }
    }

    /// Also one that takes the place of another.
    @Test
    void allWorkersOfAPoolAreThere() throws Exception {
        ProcessOptions options =
                SMALL.withCount(2).withVariable("MANYHANDS_TEST", "x").withDirectory(directory);
        try (Workers workers = Workers.processes(options)) {
            for (int i = 0; i < 3; i++) {
                assertThat(workers.map(List.of(1, 2, 3, 4), _ -> place()).toList())
                        .containsOnly(directory + " x");
                Losses.of(workers.submit(() -> Runtime.getRuntime().halt(1)));
            }
        }
    }

    private static String place() {
        return Path.of("").toAbsolutePath() + " " + System.getenv("MANYHANDS_TEST");
    }

    // What cannot be.

    @Test
    void directoryThatIsNotThereIsRefusedAndNothingIsLeft() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        for (Path path : List.of(directory.resolve("none"), file)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TaskProcess.start(SMALL.withDirectory(path), () -> 1))
                    .withMessage(
                            "The directory of worker processes must be there: directory=" + path);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Workers.processes(SMALL.withDirectory(path)).close());
        }
        Await.until("nothing is left", () -> Leavings.processes().isEmpty());
        Await.until("no thread is left", () -> Leavings.threads().isEmpty());
    }

    @Test
    void whatCannotBeAVariableOrADirectoryIsRefused() throws Exception {
        for (String name : List.of("", "a=b", "a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SMALL.withVariable(name, "value"))
                    .withMessage(
                            "The name of an environment variable must not be empty, nor have an"
                                    + " equals sign or a zero in it: name="
                                    + name.replace('\0', '?'));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SMALL.withVariable("NAME", "a\0b"))
                .withMessage(
                        "The value of an environment variable must have no zero in it: name=NAME");
        Path archive = directory.resolve("archive.zip");
        try (FileSystem other = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SMALL.withDirectory(other.getPath("/")))
                    .withMessage(
                            "The directory of a process must be of the default file system:"
                                    + " directory=/");
        }
    }
}
