package io.manyhands.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.manyhands.testkit.SystemProcesses;
import io.manyhands.testkit.kill.SmallPlaces.Small;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What does not fit into a small `/dev/shm` is shared all the same (S10). Each trial is a program
/// for which that is small, and which starts others.
class AnnexTest {
    private static final long SHARED_BYTES = 8 << 20;
    private static final long TEMPORARY_BYTES = 160 << 20;
    private static final long TOO_SMALL_BYTES = 1 << 20;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    @Tag("S10")
    void sharedMemoryIsSmall(AnnexTrial trial) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        long bytes = trial == AnnexTrial.NO_ROOM_AT_ALL ? TOO_SMALL_BYTES : TEMPORARY_BYTES;
        List<String> command =
                new ArrayList<>(
                        SmallPlaces.command(
                                new Small(SmallMemory.PATH, SHARED_BYTES),
                                new Small(temporary, bytes)));
        assumeFalse(command.isEmpty(), "this system lets a test have mounts of its own");
        List<String> java = SystemProcesses.java(AnnexTrial.class);
        java.add(1, "-Djava.io.tmpdir=" + temporary);
        java.add(1, "-Xmx64m");
        command.addAll(java);
        command.add(trial.name());
        Path output = directory.resolve("output");
        Process program =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(program.waitFor()).as(() -> read(output)).isZero();
        } finally {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            Process _ = program.destroyForcibly();
        }
    }

    private static String read(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (java.io.IOException gone) {
            return gone.toString();
        }
    }
}
