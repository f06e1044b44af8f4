package io.manyhands.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellTest {
    @Test
    void aSystemWithoutSessionsIsTold() throws Exception {
        assertThatThrownBy(() -> Shell.checkSession(null, List.of("/nowhere")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("Worker processes need the program setsid or perl: PATH=null");
        Shell.checkSession("/nowhere:/usr/bin:/bin", List.of());
        assertThat(sessionOf(Shell.IN_NEW_SESSION.replace("/bin/", "/nowhere/")))
                .isEqualTo("Worker processes need the program setsid or perl: PATH=/nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setsid", "perl"})
    void aProcessLeadsASessionWhateverThePath(String program) throws Exception {
        assumeTrue(new File("/usr/bin", program).canExecute());
        String other = program.equals("setsid") ? "perl" : "setsid";

        assertThat(sessionOf(Shell.IN_NEW_SESSION.replace("bin/" + other, "bin/nothing")))
                .isEqualTo("own");
    }

    /// What a process says that a script starts with a path that leads nowhere.
    private static String sessionOf(String script) throws Exception {
        String probe =
                "read -r pid name state parent group session rest </proc/$$/stat;"
                        + " [ $pid = $session ] && [ $pid = $group ] && echo own";
        ProcessBuilder builder =
                new ProcessBuilder(
                        Shell.command(script, List.of(Shell.PROGRAM, "-c", probe, "probe")));
        builder.environment().put("PATH", "/nowhere");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Shell.awaitExit(process, Trial.LONG_NANOS)).isTrue();
        return said.strip();
    }
}
