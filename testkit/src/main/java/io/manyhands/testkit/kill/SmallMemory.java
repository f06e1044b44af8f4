package io.manyhands.testkit.kill;

import io.manyhands.testkit.SystemProcesses;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A trial in a program of its own, for which the memory that processes share is small, and so is
/// the directory for temporary files. Immutable.
///
/// @param trial what is run there
/// @param arguments what this program was told about names, how much, and how many times
record SmallMemory(Trial trial, List<String> arguments) implements Scenario {
    /// Where that memory is.
    static final Path PATH = Path.of("/dev/shm");

    private static final long BYTES = 48 << 20;

    /// The system property with the directory for temporary files, if that is small.
    private static final String SMALL = "io.manyhands.testkit.kill-small";

    @Override
    public String name() {
        return trial.name();
    }

    @Override
    public String run(Ground ground) throws Exception {
        if (Files.getFileStore(PATH).getTotalSpace() <= BYTES) {
            return trial.run(ground);
        }
        Path temporary = Files.createTempDirectory(ground.directory(), "kill-small");
        try {
            List<String> there =
                    SmallPlaces.command(
                            new SmallPlaces.Small(PATH, BYTES),
                            new SmallPlaces.Small(temporary, BYTES));
            return there.isEmpty()
                    ? "scenario=" + name() + " left out: it needs the right to mount"
                    : run(ground, temporary, there);
        } finally {
            Files.delete(temporary);
        }
    }

    /// The places in which a task may leave no room: never one that is not of this program alone.
    static List<Path> places() {
        String temporary = System.getProperty(SMALL);
        return temporary == null ? List.of(PATH) : List.of(PATH, Path.of(temporary));
    }

    private String run(Ground ground, Path temporary, List<String> there) throws Exception {
        List<String> command = new ArrayList<>(there);
        List<String> java = SystemProcesses.java(KillTests.class);
        command.add(java.getFirst());
        command.add("-D" + SMALL + "=" + temporary);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-D" + KillTests.DIRECTORY + "=" + ground.directory());
        command.addAll(java.subList(1, java.size()));
        command.addAll(List.of(name(), arguments.get(1), arguments.get(2), "" + ground.seed()));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        program.getOutputStream().close();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (program.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said.strip().lines().toList().getLast();
    }
}
