package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.Command;
import io.manyhands.CommandEnd;
import io.manyhands.CommandFailedException;
import io.manyhands.CommandProcess;
import io.manyhands.TaskProcess;
import io.manyhands.WaitInterruptedException;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs of the system that a program runs: words, input, output, ends.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CommandTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir private Path directory;

    // Words and surroundings.

    @Test
    void wordsAreGivenAsTheyAre() throws Exception {
        String[] words = {"a b", "", "c\nd", "-e", "$f `g` \\ \" '", "*", "=x", "ä€𝄞"};
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "words can be told");
        Command printing = TaskProcess.command(concat("printf", "%s|", words)).withCharset(UTF_8);
        assertThat(printing.text()).isEqualTo(String.join("|", words) + "|");
    }

    @Test
    void commandWithoutAProgramIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(TaskProcess::command)
                .withMessage(
                        "A command must begin with the name or the path of a program: command=[]");
        assertThatIllegalArgumentException().isThrownBy(() -> TaskProcess.command("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> TaskProcess.command("-x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskProcess.command("echo", "a\0b").run())
                .withMessage("A word of a command must have no zero in it: word=a?b");
    }

    @Test
    void programThatIsNotThereIsToldOf() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> TaskProcess.command("no-such-program", "x").run())
                .withMessageContaining(
                        "A command must begin with a program that can be run:"
                                + " program=no-such-program, PATH=")
                .satisfies(failure -> assertThat(failure.exit()).isEmpty())
                .satisfies(failure -> assertThat(failure.signal()).isEmpty());
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> TaskProcess.command(directory.toString()).run())
                .withMessageContaining("program=" + directory);
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> TaskProcess.command("ls").withDirectory(Path.of("/none")).run())
                .withMessageContaining("The directory of a command must be there: directory=/none");
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> TaskProcess.command("cat").withInput(Path.of("/none")).run())
                .withMessageContaining("The input of a command must be readable: file=/none");
    }

    @Test
    void directoryVariablesAndInputAreThoseOfTheCommand() throws Exception {
        Path file = Files.writeString(directory.resolve("the input"), "text");
        Path program = Files.writeString(directory.resolve("own"), "#!/bin/sh\npwd; echo $X; cat");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Command own =
                TaskProcess.command("./own")
                        .withDirectory(directory)
                        .withVariable("X", "a b")
                        .withInput(file);
        assertThat(own.text()).isEqualTo(directory.toRealPath() + "\na b\ntext");
    }

    @Test
    void inputIsAtItsEndUnlessThereIsOne() throws Exception {
        assertThat(TaskProcess.command("cat").text()).isEmpty();
    }

    // Ends.

    @Test
    void endTellsTheStatusAndTheLastLines() throws Exception {
        CommandEnd end = script("seq 1 30").run();
        assertThat(end.exit()).hasValue(0);
        assertThat(end.signal()).isEmpty();
        assertThat(end.lastLines()).hasSize(20).first().isEqualTo("11");
        assertThat(script("exit 7").withAnyExit().run().exit()).hasValue(7);
    }

    @Test
    void failureTellsTheStatusAndTheLastLines() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> script("echo much; echo wrong >&2; exit 3").run())
                .withMessage(
                        "A command must succeed: end=exit status 3, command=/bin/sh -c echo much;"
                                + " echo wrong >&2; exit 3, lastLine=wrong")
                .satisfies(failure -> assertThat(failure.exit()).hasValue(3))
                .satisfies(failure ->
                        assertThat(failure.lastLines()).containsExactly("much", "wrong"));
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> script("echo much; echo wrong >&2; exit 3").text())
                .satisfies(failure -> assertThat(failure.lastLines()).containsExactly("wrong"));
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> script("kill -TERM $$").withAnyExit().run())
                .satisfies(failure -> assertThat(failure.signal()).hasValue("SIGTERM"))
                .satisfies(failure -> assertThat(failure.exit()).isEmpty());
    }

    @Test
    void commandThatHeedsItsTimeoutIsNotKilled() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() ->
                        script("trap 'exit 5' TERM; while :; do sleep 0.05; done")
                                .withTimeout(SHORT)
                                .withGrace(Duration.ofMinutes(1))
                                .run())
                .withMessageContaining("A command must end within its timeout: timeout=PT0.2S")
                .satisfies(failure -> assertThat(failure.exit()).hasValue(5));
    }

    /// Also while others run: with the last of them all would go.
    @Test
    void whatIsLeftOfTheGroupGoesWithTheCommand() throws Exception {
        Path pids = directory.resolve("pids");
        String left = "sleep 1000 & echo $! > '" + pids + "'; echo done";
        try (CommandProcess other = TaskProcess.command("cat").start()) {
            assertThat(script(left).text()).isEqualTo("done\n");
            Losses.awaitGone(DeafProgram.awaitPids(pids, 1).getFirst());
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void commandThatIsInterruptedIsGoneWithItsGroup() throws Exception {
        Path pids = directory.resolve("pids");
        Thread waiting = Thread.currentThread();
        Thread interrupter =
                Thread.ofPlatform()
                        .start(() -> {
                            List<Long> _ = DeafProgram.awaitPids(pids);
                            waiting.interrupt();
                        });
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> DeafProgram.noting(pids.toString()).run());
        interrupter.join();
        assertThat(waiting.isInterrupted()).isFalse();
        DeafProgram.awaitGone(pids);
    }

    @Test
    void terminateAsksAndKillEnds() throws Exception {
        try (CommandProcess process =
                script("trap 'echo asked' TERM; echo up; while :; do sleep 0.05; done").start()) {
            assertThat(readLine(process)).isEqualTo("up");
            process.terminate();
            assertThat(readLine(process)).isEqualTo("asked");
            assertThat(process.isAlive()).isTrue();
            assertThat(process.exit()).isEmpty();
            assertThat(process.join(Duration.ZERO)).isFalse();
            process.kill();
            process.join();
            assertThat(process.signal()).hasValue("SIGKILL");
            assertThat(process.isAlive()).isFalse();
            // Nothing to be done, and nothing is.
            process.terminate();
            process.kill();
        }
    }

    @Test
    void closeKillsWithTheGroup() throws Exception {
        Path pids = directory.resolve("pids");
        CommandProcess process = DeafProgram.noting(pids.toString()).start();
        List<Long> both = DeafProgram.awaitPids(pids);
        assertThat(both.getFirst()).isEqualTo(process.pid());
        process.close();
        assertThat(process.isAlive()).isFalse();
        both.forEach(Losses::awaitGone);
    }

    // Output and input.

    @Test
    void outputIsOfBytes() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(5).nextBytes(bytes);
        Path file = Files.write(directory.resolve("bytes"), bytes);
        try (CommandProcess process = TaskProcess.command("cat").withInput(file).start()) {
            assertThat(process.output().readAllBytes()).isEqualTo(bytes);
            process.join();
            assertThat(process.exit()).hasValue(0);
        }
    }

    @Test
    void inputCanBeWrittenWhileOutputIsRead() throws Exception {
        try (CommandProcess process = TaskProcess.command("sort").start()) {
            try (OutputStream input = process.input()) {
                input.write("b\na\n".getBytes(UTF_8));
            }
            assertThat(new String(process.output().readAllBytes(), UTF_8)).isEqualTo("a\nb\n");
        }
    }

    @Test
    void linesAreDecodedAsAsked() {
        Command latin = script("printf 'a\\344\\nb'");
        try (Stream<String> lines = latin.withCharset(ISO_8859_1).lines()) {
            assertThat(lines).containsExactly("aä", "b");
        }
        try (Stream<String> lines = latin.withCharset(UTF_8).lines()) {
            assertThat(lines).containsExactly("a\ufffd", "b");
        }
    }

    @Test
    void linesAreFollowedByTheFailure() {
        try (Stream<String> lines = script("echo one; echo two; exit 1").lines()) {
            Iterator<String> each = lines.iterator();
            assertThat(each.next()).isEqualTo("one");
            assertThat(each.next()).isEqualTo("two");
            assertThatExceptionOfType(CommandFailedException.class).isThrownBy(each::hasNext);
            assertThat(each.hasNext()).isFalse();
        }
    }

    @Test
    void linesThatNobodyTakesHoldTheProgramUpAndLittleIsKept() throws Exception {
        Path count = directory.resolve("count");
        // Each line that was printed is counted, in the file's length.
        String printing =
                "line=$(printf '%01000d' 0); while echo \"$line\"; do printf x >> '%s'; done";
        CommandProcess process = script(printing.replace("%s", count.toString())).start();
        try (process) {
            assertThat(readLine(process)).hasSize(1000);
            Await.until("it is held up", () -> isSteady(count));
            // What is read ahead, what the pipe holds, and one piece.
            assertThat(Files.size(count)).isBetween(100L, 400L);
            int _ = process.output().read(new byte[200_000]);
        }
    }

    @Test
    void aGigabyteThatNobodyReadsIsRunWithLittleMemory() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        CommandEnd end = script("head -c 1000000000 /dev/zero; echo; echo end").run();
        assertThat(end.lastLines()).last().isEqualTo("end");
        assertThat(end.lastLines().getFirst()).hasSizeLessThan(9_000).contains("[cut: bytes=");
        assertThat(runtime.totalMemory()).isLessThan(1_000_000_000);
    }

    @Test
    void aGigabyteThatIsReadIsNotKept() throws Exception {
        try (CommandProcess process = script("head -c 1000000000 /dev/zero").start()) {
            byte[] piece = new byte[1 << 16];
            long total = 0;
            for (int count = 0; count >= 0; count = process.output().read(piece)) {
                total += count;
            }
            assertThat(total).isEqualTo(1_000_000_000);
        }
    }

    @Test
    void textThatIsTooLongIsRefused() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> script("head -c 20000000 /dev/zero").text())
                .withMessageContaining("The text of a command must not be too long");
    }

    @Test
    void programThatClosesItsOutputRunsOn() throws Exception {
        try (CommandProcess process = script("exec >&- 2>&-; sleep 0.3; exit 4").start()) {
            assertThat(process.output().read()).isEqualTo(-1);
            process.join();
            assertThat(process.exit()).hasValue(4);
        }
        assertThat(script("exec >&- 2>&-; exit 4").withAnyExit().run().exit()).hasValue(4);
    }

    @Test
    void errorsAreAmongTheOutputWhereAsked() throws Exception {
        Command both = script("echo out; echo err >&2");
        assertThat(both.text()).isEqualTo("out\n");
        assertThat(both.withErrorsInOutput().text()).isEqualTo("out\nerr\n");
    }

    @Test
    void interruptedReaderLosesNothing() throws Exception {
        try (CommandProcess process = TaskProcess.command("cat").start()) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> process.output().read());
            assertThat(Thread.interrupted()).isTrue();
            process.input().write('a');
            process.input().close();
            assertThat(process.output().read()).isEqualTo('a');
            assertThat(process.output().read()).isEqualTo(-1);
        }
    }

    @Test
    void interruptedLinesEndTheProgram() {
        Path pids = directory.resolve("pids");
        try (Stream<String> lines = DeafProgram.noting(pids.toString()).lines()) {
            List<Long> _ = DeafProgram.awaitPids(pids);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(WaitInterruptedException.class)
                    .isThrownBy(() -> lines.iterator().hasNext());
            assertThat(Thread.interrupted()).isTrue();
        }
        DeafProgram.awaitGone(pids);
    }

    // What is left behind.

    @Test
    void commandThatNobodyWaitsForLeavesNothing() {
        Path pids = directory.resolve("pids");
        // What it has printed is never read.
        CommandProcess process = script("echo $$ >> '" + pids + "'; seq 1 1000; exit 1").start();
        long pid = DeafProgram.awaitPids(pids, 1).getFirst();
        Losses.awaitGone(pid);
        Await.until("it is cleared up after", () -> !process.isAlive());
        Await.until("no thread is left", () -> Leavings.threads().isEmpty());
        Await.until("no process is left", () -> Leavings.processes().isEmpty());
        // Not even as one that nobody has fetched.
        assertThat(Path.of("/proc/" + pid)).doesNotExist();
    }

    @Test
    void commandThatNobodyCanReachGoesOnToItsEnd() {
        Path pids = directory.resolve("pids");
        startAndForget("seq 1 100000; echo $$ >> '" + pids + "'");
        Await.until(
                "it is not held up by what nobody reads",
                () -> {
                    System.gc();
                    return Files.exists(pids);
                });
        Losses.awaitGone(DeafProgram.awaitPids(pids, 1).getFirst());
    }

    @Test
    void linesThatNobodyCanReachEndTheProgram() {
        Path pids = directory.resolve("pids");
        forgetLines("echo $$ >> '" + pids + "'; exec yes");
        long pid = DeafProgram.awaitPids(pids, 1).getFirst();
        Await.until(
                "it is killed",
                () -> {
                    System.gc();
                    return !SystemProcesses.isAlive(pid);
                });
    }

    private static void startAndForget(String script) {
        CommandProcess process = script(script).start();
        assertThat(process.isAlive()).isTrue();
    }

    @SuppressWarnings({"StreamResourceLeak", "MustBeClosedChecker"}) // what is tested
    private static void forgetLines(String script) {
        assertThat(script(script).lines().iterator().hasNext()).isTrue();
    }

    private static boolean isSteady(Path file) {
        long before = file.toFile().length();
        Await.until("a moment is over", new Moment()::isOver);
        return before > 0 && file.toFile().length() == before;
    }

    /// Half a second: a program that is not held up prints in that time.
    private static final class Moment {
        private final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }
    }

    private static String readLine(CommandProcess process) throws Exception {
        StringBuilder line = new StringBuilder();
        int each = process.output().read();
        while (each >= 0 && each != '\n') {
            line.append((char) each);
            each = process.output().read();
        }
        return line.toString();
    }

    private static Command script(String script) {
        return TaskProcess.command("/bin/sh", "-c", script);
    }

    private static String[] concat(String first, String second, String... rest) {
        Stream<String> all = Stream.concat(Stream.of(first, second), Arrays.stream(rest));
        return all.toArray(String[]::new);
    }
}
