package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.ProcessOptions;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.SystemProcesses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of its own in a control group whose memory is limited, as a container's is. It says
/// how much heap one of its workers may have.
final class ProgramInGroup {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private ProgramInGroup() {}

    /// The program.
    ///
    /// @param arguments how many workers
    public static void main(String[] arguments) throws Exception {
        ProcessOptions options =
                ProcessOptions.defaults().withCount(Integer.parseInt(arguments[0]));
        try (Workers workers = Workers.processes(options)) {
            long bytes = workers.submit(() -> Runtime.getRuntime().maxMemory()).get();
            StandardStreams.out().println(bytes);
        }
    }

    /// Runs it, if this test may make a control group.
    ///
    /// @return what it has said, in bytes
    static long run(int workers, long limitBytes) throws Exception {
        Path group = makeGroup("manyhands-test-" + Losses.ownPid(), limitBytes);
        try {
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c"));
            command.add("echo $$ > '" + group + "/cgroup.procs' && exec \"$@\"");
            command.add("sh");
            command.addAll(SystemProcesses.java(ProgramInGroup.class));
            command.add("" + workers);
            Process program =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String said = new String(program.getInputStream().readAllBytes(), UTF_8).strip();
            int _ = program.waitFor();
            return Long.parseLong(said);
        } finally {
            Await.until(
                    "the group is empty",
                    () -> group.toFile().delete() || !group.toFile().exists());
        }
    }

    private static Path makeGroup(String name, long limitBytes) {
        boolean isSecond = Files.exists(GROUPS.resolve("cgroup.controllers"));
        Path group = (isSecond ? GROUPS : GROUPS.resolve("memory")).resolve(name);
        File limit = group.resolve(isSecond ? "memory.max" : "memory.limit_in_bytes").toFile();
        assumeTrue(group.toFile().mkdir(), "control groups can be made");
        try {
            Files.writeString(limit.toPath(), "" + limitBytes);
            return group;
        } catch (IOException refused) {
            assumeTrue(group.toFile().delete() && limit.exists(), "memory can be limited");
            throw new IllegalStateException(refused);
        }
    }
}
