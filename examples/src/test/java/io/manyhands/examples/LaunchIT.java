package io.manyhands.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Starts a program from the jars that are shipped, as users do.
class LaunchIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JARS =
            System.getProperty("manyhands.core.jar")
                    + File.pathSeparator
                    + System.getProperty("manyhands.examples.jar");

    @Test
    void programRunsFromTheClassPath() throws IOException, InterruptedException {
        assertThat(java("-cp", JARS, "io.manyhands.examples.FirstTask")).isEqualTo("42");
    }

    @Test
    void programRunsFromTheModulePath() throws IOException, InterruptedException {
        assertThat(java("-p", JARS, "-m", "io.manyhands.examples/io.manyhands.examples.FirstTask"))
                .isEqualTo("42");
    }

    @Test
    void libraryNeedsNothingButTheJdk() throws IOException, InterruptedException {
        String module = java("-p", JARS, "--describe-module", "io.manyhands");
        assertThat(module.lines().filter(line -> line.startsWith("requires ")))
                .isNotEmpty()
                .allMatch(line -> line.matches("requires (java|jdk)\\..*|requires .* static.*"));
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
