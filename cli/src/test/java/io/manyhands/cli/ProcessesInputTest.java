package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What no worker process can read, the program searches itself: pipes.
@Timeout(120)
class ProcessesInputTest {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC");

    @TempDir Path directory;

    @Test
    void lineTypedIsAnsweredWhileTheInputStaysOpen() throws Exception {
        Process process = start("-n", "b");
        try (BufferedReader output = process.inputReader()) {
            OutputStream input = process.getOutputStream();
            input.write("a\nabc\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            assertThat(output.readLine()).isEqualTo("2:abc");
            input.write("no\nb".getBytes(StandardCharsets.UTF_8));
            input.close();
            assertThat(output.readLine()).isEqualTo("4:b");
            assertThat(output.readLine()).isNull();
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void enoughLinesEndTheSearchWhileTheInputStaysOpen() throws Exception {
        Process process = start("-m2", "b");
        OutputStream input = process.getOutputStream();
        input.write("b1\nb2\nb3\n".getBytes(StandardCharsets.UTF_8));
        input.flush();
        assertThat(Answer.ofProcess(process)).isEqualTo(new Answer(0, "b1\nb2\n", ""));
    }

    @Test
    void blocksGiveTheSameLinesAsOnePiece() throws Exception {
        Path file = directory.resolve("text");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400_000; i++) {
            text.append(i).append(i % 1000 == 0 ? "x".repeat(5000) : "").append('\n');
        }
        Files.writeString(file, text.append("the end 7"));
        for (String option : List.of("-n", "-c", "-vn", "--range-bytes=1000")) {
            Answer expected =
                    Answer.ofManyhands("find", "--on=threads", option, "7", file.toString());
            assertThat(answer(file, option, "7").equals(expected)).as(option).isTrue();
        }
    }

    @Test
    void lineLongerThanABlockIsPrinted() throws Exception {
        Path file = directory.resolve("long");
        String longLine = "y".repeat(3 << 20) + "7";
        Files.writeString(file, "7 first\n" + longLine + "\nno\n7 last\n");
        assertThat(answer(file, "-n", "7").output())
                .isEqualTo("1:7 first\n2:" + longLine + "\n4:7 last\n");
    }

    @Test
    void binaryInputIsSkipped() throws Exception {
        Path file = Files.writeString(directory.resolve("binary"), "7\0\n7\n");
        assertThat(answer(file, "7"))
                .isEqualTo(new Answer(1, "", "manyhands: (standard input): binary file skipped\n"));
        assertThat(answer(file, "-a", "7")).isEqualTo(new Answer(0, "7\0\n7\n", ""));
    }

    @Test
    void streamBesideFilesIsSearchedInItsTurn() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no\na7\n".repeat(9));
        String name = file.toString();
        for (String on : List.of("threads", "virtual", "processes")) {
            Process process =
                    Child.start(SMALL, "find", "--on=" + on, "-w2", "-c", "7", name, "-", name);
            process.getOutputStream().write("7\n7\n".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            assertThat(Answer.ofProcess(process).output())
                    .isEqualTo(name + ":9\n(standard input):2\n" + name + ":9\n");
        }
    }

    @Test
    void namedPipeHasTheSameLinesForEachKind() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        byte[] text = "a7\nno\n".repeat(1 << 21).getBytes(StandardCharsets.UTF_8);
        for (String on : List.of("threads", "virtual", "processes")) {
            Process process =
                    Child.start(SMALL, "find", "--on=" + on, "-w2", "-c", "7", pipe.toString());
            Thread writer = Thread.ofVirtual().start(() -> write(text, pipe));
            assertThat(Answer.ofProcess(process)).isEqualTo(new Answer(0, (1 << 21) + "\n", ""));
            writer.join();
        }
    }

    @Test
    void streamsAloneStartNoProcess() throws Exception {
        Process process = start("--verbose", "b");
        process.getOutputStream().close();
        assertThat(Answer.ofProcess(process).error())
                .isEqualTo(
                        "manyhands: searching in-line, workers=1: no worker could read the"
                                + " input\n");
    }

    private static void write(byte[] text, Path pipe) {
        try {
            Files.write(pipe, text, StandardOpenOption.WRITE);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /// The answer for a file that comes through a pipe.
    private static Answer answer(Path file, String... arguments) throws Exception {
        Process process = start(arguments);
        Thread writer = Thread.ofVirtual().start(() -> write(file, process));
        Answer answer = Answer.ofProcess(process);
        writer.join();
        return answer;
    }

    private static void write(Path file, Process process) {
        try (OutputStream input = process.getOutputStream()) {
            Files.copy(file, input);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("find", "--on=processes", "-w2"));
        all.addAll(List.of(arguments));
        return Child.start(SMALL, all.toArray(String[]::new));
    }
}
