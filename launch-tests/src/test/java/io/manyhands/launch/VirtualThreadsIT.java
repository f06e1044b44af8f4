package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program whose virtual threads have a single thread of the system among them.
class VirtualThreadsIT {
    @TempDir Path folder;

    @Test
    void virtualThreadThatWaitsNeverKeepsItsThread() throws IOException, InterruptedException {
        Path program = Programs.jar(folder, "virtual", Programs.sources("virtual"));
        List<String> waits = List.of("get", "limited", "map", "all", "behind", "close");
        assertThat(
                        Launched.java(
                                        "-Djdk.virtualThreadScheduler.parallelism=1",
                                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                                        "-cp",
                                        JarsIT.classPath(Programs.CORE, program),
                                        "virtual.Main",
                                        folder)
                                .lines())
                .containsSubsequence(waits)
                .containsSubsequence(waits)
                .hasSize(2 * waits.size() + 1)
                .endsWith("true");
    }
}
