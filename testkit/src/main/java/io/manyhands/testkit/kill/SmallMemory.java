package io.manyhands.testkit.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A trial in a program of its own, for which the memory that processes share is small. Immutable.
///
/// @param trial what is run there
/// @param arguments what this program was told about names, how much, and how many times
record SmallMemory(Trial trial, List<String> arguments) implements Scenario {
    /// Where that memory is.
    static final Path PATH = Path.of("/dev/shm");

    private static final long BYTES = 48 << 20;
    private static final List<String> OWN_SPACE = List.of("unshare", "--mount");
    private static final String SCRIPT =
            "mount -t tmpfs -o size=" + BYTES + " none " + PATH + " && exec \"$@\"";

    @Override
    public String name() {
        return trial.name();
    }

    @Override
    public String run(Ground ground) throws Exception {
        if (Files.getFileStore(PATH).getTotalSpace() <= BYTES) {
            return trial.run(ground);
        }
        if (!canHaveOwn()) {
            return "scenario=" + name() + " left out: it needs the right to mount";
        }
        List<String> command = new ArrayList<>(OWN_SPACE);
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "sh"));
        command.addAll(DyingParents.java(KillTests.class));
        command.addAll(List.of(name(), arguments.get(1), arguments.get(2), "" + ground.seed()));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        program.getOutputStream().close();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (program.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said.strip().lines().toList().getLast();
    }

    private static boolean canHaveOwn() throws InterruptedException {
        List<String> command = new ArrayList<>(OWN_SPACE);
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "sh", "true"));
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
