package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WaitingShellTest {
    @TempDir Path directory;

    /// A program that has the pipes of a worker.
    static Process running(List<String> words) throws LaunchFailure {
        try (WaitingShell shell = WaitingShell.start(Surroundings.SAME)) {
            shell.run(words, ParentJvm.fileNameCharset());
            return shell.process();
        }
    }

    @Test
    void wordsArriveAsTheyAre() throws Exception {
        List<String> odd = List.of(Trial.ODD, "", "=", "+;", ".", "\n.\n+\n\n", " \t ", "-n", "\\");
        List<String> words = new ArrayList<>(List.of(Shell.PROGRAM, "-c"));
        words.add("for each; do printf '<%s>' \"$each\"; done >&4");
        words.add("probe");
        words.addAll(odd);

        Process process = running(words);

        byte[] said = process.getInputStream().readAllBytes();
        String all = new String(said, ParentJvm.fileNameCharset());
        assertThat(all.replace("<bell>", "")).isEqualTo("<" + String.join("><", odd) + ">");
        assertEnds(process);
    }

    @Test
    void directoryThatIsGoneIsNamed() {
        Surroundings there = new Surroundings(Map.of(), directory.resolve("gone").toFile());

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> WaitingShell.start(there).close())
                .withMessage(
                        "A worker process must be startable: cause=The directory of worker"
                                + " processes must be there: directory="
                                + there.directory());
    }

    @Test
    void whatFollowsTheWordsIsTheProgramsOwn() throws Exception {
        try (WaitingShell shell =
                WaitingShell.start(new Surroundings(Map.of("MANYHANDS_TEST", "a b"), null))) {
            Process process = shell.process();
            String script = "printf %s \"$MANYHANDS_TEST\" >&4; exec cat <&3 >&4";

            shell.run(List.of(Shell.PROGRAM, "-c", script), StandardCharsets.UTF_8);
            try (OutputStream out = process.getOutputStream()) {
                out.write("=c\n.\n".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("a b=c\n.\n");
            assertEnds(process);
        }
    }

    @Test
    void withoutAParentNothingIsRunThatWasNotSaidWhole() throws Exception {
        Path file = directory.resolve("run");
        String script = "echo >'" + file + "'";
        String lines = "=" + Shell.PROGRAM + "\n;\n=-c\n;\n=" + script + "\n;\n.";
        for (int length = 0; length <= lines.length(); length += 5) {
            try (WaitingShell shell = WaitingShell.start(Surroundings.SAME)) {
                // As at a parent's death.
                endInput(shell, lines.substring(0, length));

                assertEnds(shell.process());
                assertThat(file).doesNotExist();
            }
        }
        try (WaitingShell shell = WaitingShell.start(Surroundings.SAME)) {
            endInput(shell, lines + "\n");
            assertEnds(shell.process());
        }
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void oneThatNobodyNeedsIsEnded() throws Exception {
        Process process;
        try (WaitingShell shell = WaitingShell.start(Surroundings.SAME)) {
            process = shell.process();
            assertThat(process.isAlive()).isTrue();
        }
        assertEnds(process);
    }

    @Test
    void oneThatHasEndedIsNotTold() throws Exception {
        try (WaitingShell shell = WaitingShell.start(Surroundings.SAME)) {
            boolean _ = shell.process().toHandle().destroyForcibly();
            assertEnds(shell.process());

            shell.run(List.of(Shell.PROGRAM), StandardCharsets.UTF_8);

            assertThat(shell.process().exitValue()).isEqualTo(128 + 9);
        }
    }

    private static void endInput(WaitingShell shell, String lines) throws IOException {
        try (OutputStream out = shell.process().getOutputStream()) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertEnds(Process process) {
        assertThat(Shell.awaitExit(process, Trial.LONG_NANOS)).isTrue();
    }
}
