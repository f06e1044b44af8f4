package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Worker processes that end too early, and programs that end before their workers.
@Timeout(120)
class ProcessesEndTest {
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC");
    private static final int LINES = 1 << 21;
    private static final AtomicInteger SEARCHES = new AtomicInteger();
    private static final AtomicInteger KILLS = new AtomicInteger();
    private static final AtomicInteger RIGHT_IN_SPITE = new AtomicInteger();

    @TempDir Path directory;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Integer.getInteger("manyhands.seeds", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void killedWorkersLoseAndDoubleNoLine(int seed) throws Exception {
        Random random = new Random(seed);
        Path file = numbered();
        ProcessBuilder builder =
                new ProcessBuilder(
                        Child.command(
                                SMALL,
                                "find",
                                "--on=processes",
                                "-w2",
                                "-n",
                                "--range-bytes=40000",
                                "7",
                                file.toString()));
        Process process = builder.start();
        AtomicInteger killed = new AtomicInteger();
        Thread killer = Thread.ofPlatform().start(() -> killSome(process, random, killed));
        Answer answer = Answer.ofProcess(process);
        killer.join();
        SEARCHES.incrementAndGet();
        KILLS.addAndGet(killed.get());
        Answer expected = Answer.ofGrep("C", List.of("-n", "7", file.toString()));
        if (answer.status() == 2) {
            assertThat(answer.error().lines())
                    .as("seed=%s", seed)
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("manyhands: "));
            assertThat(expected.output()).as("seed=%s", seed).startsWith(answer.output());
        } else {
            // Compared first by their lengths: they are long.
            assertThat(answer.output().length())
                    .as("seed=%s, error=%s", seed, answer.error())
                    .isEqualTo(expected.output().length());
            assertThat(answer.output().equals(expected.output())).as("seed=%s", seed).isTrue();
            assertThat(answer.status()).as("seed=%s", seed).isZero();
            assertThat(answer.error()).as("seed=%s", seed).isEmpty();
            RIGHT_IN_SPITE.addAndGet(killed.get());
        }
    }

    /// Kills that all miss would prove nothing.
    @AfterAll
    static void someKillsHaveHit() {
        if (SEARCHES.get() > 1) {
            assertThat(KILLS).hasPositiveValue();
            assertThat(RIGHT_IN_SPITE).hasPositiveValue();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
    void signalLeavesNoProcess(String signal, int status) throws Exception {
        Path endless = endless();
        List<String> command = Child.command(SMALL, arguments(endless));
        command.addAll(0, List.of("/usr/bin/env", "--default-signal=INT", "setsid"));
        Process process = new ProcessBuilder(command).start();
        assertThat(process.getErrorStream().read()).isPositive();
        List<ProcessHandle> started = awaitWorkers(process);
        // Ctrl-C in a terminal reaches the whole group.
        String target = (signal.equals("INT") ? "-" : "") + process.pid();
        Process kill = new ProcessBuilder("kill", "-" + signal, "--", target).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Answer.ofProcess(process).status()).isEqualTo(status);
        assertGone(process, started);
    }

    @Test
    void closedOutputLeavesNoProcess() throws Exception {
        Process process =
                Child.start(SMALL, "find", "--on=processes", "-w2", "7", numbered().toString());
        List<ProcessHandle> started = awaitWorkers(process);
        try (InputStream output = process.getInputStream()) {
            assertThat(output.readNBytes(2)).isEqualTo("7\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(141);
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertGone(process, started);
    }

    @Test
    void workersThatCannotStartAreASentence() throws Exception {
        Answer answer =
                Answer.ofProcess(
                        Child.start(
                                SMALL,
                                "find",
                                "--on=processes",
                                "--worker-heap=999999g",
                                "7",
                                numbered().toString()));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.error())
                .hasLineCount(1)
                .startsWith(
                        "manyhands: Worker processes cannot be had: reason=A worker process could"
                                + " not be started: attempts=3, cause=A worker process must start:"
                                + " worker=")
                .contains(", end=exit status 1, printed=");
    }

    @Test
    void systemThatHasNoWorkerProcessesIsToldInASentence() throws Exception {
        List<String> elsewhere = List.of("-Dos.name=Windows 11");
        String file = numbered().toString();
        Answer answer =
                Answer.ofProcess(Child.start(elsewhere, "find", "--on=processes", "7", file));
        assertThat(answer)
                .isEqualTo(
                        new Answer(
                                2,
                                "",
                                "manyhands: Worker processes cannot be had: reason=Worker processes"
                                        + " need a POSIX system: os=Windows 11\n"));
    }

    private static String[] arguments(Path file) {
        return new String[] {
            "find", "-ac", "--on=processes", "-w2", "--progress", "7", file.toString()
        };
    }

    /// Kills up to three of its workers, at moments chosen by chance.
    private static void killSome(Process process, Random random, AtomicInteger killed) {
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            try {
                process.onExit().get(random.nextInt(500), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException itGoesOn) {
                List<ProcessHandle> workers = workersOf(process);
                if (!workers.isEmpty()) {
                    ProcessHandle worker = workers.get(random.nextInt(workers.size()));
                    killed.addAndGet(worker.destroyForcibly() ? 1 : 0);
                }
            } catch (ExecutionException | InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private static List<ProcessHandle> workersOf(Process process) {
        return process.children()
                .filter(child -> child.info().commandLine().orElse("").contains("/arguments-"))
                .toList();
    }

    /// All its processes, once there are two workers among them.
    private static List<ProcessHandle> awaitWorkers(Process process) {
        while (workersOf(process).size() < 2 && process.isAlive()) {
            Thread.onSpinWait();
        }
        return process.descendants().toList();
    }

    private static void assertGone(Process process, List<ProcessHandle> started) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (ProcessHandle each : started) {
            while (isRunning(each)) {
                assertThat(System.nanoTime()).as("process=%s", each.info()).isLessThan(end);
                Thread.onSpinWait();
            }
        }
        // And those that nobody has seen start.
        while (!argumentsOf(process.pid()).isEmpty()) {
            assertThat(System.nanoTime()).as("%s", argumentsOf(process.pid())).isLessThan(end);
        }
        String prefix = "manyhands-" + process.pid() + "-*";
        for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            if (Files.isDirectory(Path.of(place))) {
                try (var left = Files.newDirectoryStream(Path.of(place), prefix)) {
                    assertThat(left).isEmpty();
                }
            }
        }
    }

    /// The command lines of all workers of a program.
    private static List<String> argumentsOf(long program) throws IOException {
        List<String> found = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String line =
                            Files.readString(
                                    process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains("/manyhands-" + program + "-")) {
                        found.add(line);
                    }
                } catch (IOException gone) {
                    // Nobody's.
                }
            }
        }
        return found;
    }

    /// Whether it is more than a status that nobody has asked for yet.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private Path numbered() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append(i).append('\n');
        }
        return Files.writeString(directory.resolve("numbers.txt"), text);
    }

    private Path endless() throws Exception {
        Path path = directory.resolve("endless.txt");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write("first 7\n".getBytes(StandardCharsets.US_ASCII));
            file.setLength(400L << 30);
        }
        return path;
    }
}
