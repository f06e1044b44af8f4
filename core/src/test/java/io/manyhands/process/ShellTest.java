package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellTest {
    private static final List<String> USUAL = List.of("/usr/bin", "/bin");

    @TempDir Path directory;

    @Test
    void aSystemWithoutSessionsIsTold() throws Exception {
        assertThatThrownBy(() -> Shell.session(List.of("/nowhere"), null))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("Worker processes need the program setsid or perl: PATH=null");
        assertThatThrownBy(() -> Shell.session(List.of(), "/nowhere:" + directory))
                .hasMessageEndingWith(" PATH=/nowhere:" + directory);
    }

    @Test
    void whatMakesASessionIsFoundAlongThePath() throws Exception {
        String path = "/nowhere::/usr/bin:/bin";

        assertThat(Shell.session(List.of(), path)).isEqualTo(Shell.session(USUAL, null));
        assertThat(Shell.session(List.of(), path).getFirst()).startsWith("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setsid", "perl"})
    void aProcessLeadsASession(String program) throws Exception {
        Path only = Path.of("/usr/bin", program);
        assumeTrue(only.toFile().canExecute());
        Path file = directory.resolve(program);
        Files.writeString(file, "#!" + Shell.PROGRAM + "\nexec " + only + " \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        List<String> command =
                new ArrayList<>(Shell.session(List.of("/nowhere", directory.toString()), null));
        assertThat(command.getFirst()).endsWith("/" + program);
        String probe =
                "read -r pid name state parent group session rest </proc/$$/stat;"
                        + " [ $pid = $session ] && [ $pid = $group ] && echo \"$@\"";
        command.addAll(List.of(Shell.PROGRAM, "-c", probe, "probe", "o w", "n"));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEqualTo("o w n\n");
        assertThat(Shell.awaitExit(process, Trial.LONG_NANOS)).isTrue();
    }
}
