package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as the shell sees it: pipes, signals, little memory.
@Timeout(60)
class ProcessTest {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC");

    @TempDir Path directory;

    @Test
    void lineTypedIsAnsweredWhileTheInputStaysOpen() throws Exception {
        Process process = Child.start(SMALL, "find", "-n", "b");
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
    void closedOutputEndsTheSearchQuietly() throws Exception {
        Path large = directory.resolve("large.txt");
        Files.writeString(large, "first a\n".repeat(5 << 20));
        for (String on : List.of("threads", "virtual")) {
            Process process = Child.start(SMALL, "find", "--on", on, "a", large.toString());
            try (InputStream output = process.getInputStream()) {
                assertThat(new String(output.readNBytes(7), StandardCharsets.UTF_8))
                        .isEqualTo("first a");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(141);
            assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void interruptEndsTheSearchAtOnce() throws Exception {
        Path endless = file("endless.txt", 400L << 30, "first a\n");
        for (String on : List.of("threads", "virtual")) {
            Process process =
                    interruptible("find", "-ac", "--on", on, "--progress", "a", endless.toString());
            assertThat(process.getErrorStream().read()).isPositive();
            interrupt(process);
            Answer answer = Answer.ofProcess(process);
            assertThat(answer.status()).isEqualTo(130);
            assertThat(answer.output()).isEmpty();
            assertThat(answer.error()).doesNotContain("xception", "\tat ");
        }
    }

    @Test
    void interruptEndsTheWaitForInput() throws Exception {
        Process process = interruptible("find", "a");
        process.getOutputStream().write("a\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertThat(process.getInputStream().read()).isEqualTo('a');
        interrupt(process);
        assertThat(Answer.ofProcess(process)).isEqualTo(new Answer(130, "\n", ""));
    }

    @Test
    void lineLargerThanTheHeapIsPrinted() throws Exception {
        long size = 160L << 20;
        Path file = file("long.txt", size, "x\nstart of ");
        for (String color : List.of("never", "always")) {
            Process process =
                    Child.start(SMALL, "find", "-an", "--color", color, "start", file.toString());
            String mark = "\33[01;31m\33[Kstart\33[m\33[K";
            String begin =
                    color.equals("never")
                            ? "2:start of "
                            : "\33[32m\33[K2\33[m\33[K\33[36m\33[K:\33[m\33[K" + mark + " of ";
            assertThat(process.getInputStream().readNBytes(begin.length()))
                    .isEqualTo(begin.getBytes(StandardCharsets.UTF_8));
            long rest = process.getInputStream().skip(size);
            Answer answer = Answer.ofProcess(process);
            assertThat(rest + answer.output().length())
                    .isEqualTo(size - "x\nstart of ".length() + 1);
            assertThat(answer.output()).endsWith("\n");
            assertThat(answer.error()).isEmpty();
            assertThat(answer.status()).isZero();
        }
    }

    @Test
    void lineLargerThanTheHeapComesThroughAPipe() throws Exception {
        Process process = Child.start(SMALL, "find", "end");
        Thread writer = Thread.ofVirtual().start(() -> writeLongLine(process));
        long length = 0;
        try (InputStream output = process.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                length += read;
            }
        }
        writer.join();
        assertThat(length).isEqualTo((80L << 20) + "end\n".length());
        assertThat(process.waitFor()).isZero();
        try (var left = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().endsWith(".line"));
        }
    }

    @Test
    void fileLargerThanTwoGigabytesIsSearchedToItsEnd() throws Exception {
        Path file = file("large.txt", 3L << 30, "one\n");
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
            end.seek(3L << 30);
            end.write("\nlast one\nother\n".getBytes(StandardCharsets.UTF_8));
        }
        for (String on : List.of("threads", "virtual", "processes")) {
            List<String> arguments =
                    new ArrayList<>(List.of("find", "-an", "-w2", "--on", on, "one"));
            if (on.equals("processes")) {
                arguments.add("--worker-heap=64m");
            }
            arguments.add(file.toString());
            Process process = Child.start(SMALL, arguments.toArray(String[]::new));
            assertThat(Answer.ofProcess(process))
                    .isEqualTo(new Answer(0, "1:one\n3:last one\n", ""));
        }
    }

    @Test
    void statusIsThatOfTheProcess() throws Exception {
        Path file = file("small.txt", 4, "abc\n");
        String name = file.toString();
        assertThat(Answer.ofProcess(Child.start(SMALL, "find", "b", name)).status()).isZero();
        assertThat(Answer.ofProcess(Child.start(SMALL, "find", "x", name)).status()).isEqualTo(1);
        assertThat(Answer.ofProcess(Child.start(SMALL, "find", "-w0", "b", name)).status())
                .isEqualTo(2);
    }

    private Path file(String name, long size, String begin) throws Exception {
        Path path = directory.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(begin.getBytes(StandardCharsets.UTF_8));
            file.setLength(size);
        }
        return path;
    }

    private static void writeLongLine(Process process) {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream input = process.getOutputStream()) {
            for (int i = 0; i < 80; i++) {
                input.write(block);
            }
            input.write("end".getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }

    /// Starts the program so that it can be interrupted, even if this JVM was started without.
    private static Process interruptible(String... arguments) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/env")));
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT"));
        Process probe = new ProcessBuilder(command.get(0), command.get(1), "true").start();
        assumeTrue(probe.waitFor() == 0, "env can restore signals");
        command.addAll(Child.command(SMALL, arguments));
        return new ProcessBuilder(command).start();
    }

    private static void interrupt(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
