package io.manyhands.testkit.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Commands that run where some directories are small and empty, and nobody else's: file systems in
/// memory, of a space of mounts that ends with the command. Stateless.
final class SmallPlaces {
    /// As an administrator, or as one who may be one of a space of users.
    private static final List<List<String>> SPACES =
            List.of(
                    List.of("unshare", "--mount"),
                    List.of("unshare", "--user", "--map-root-user", "--mount"));

    private SmallPlaces() {}

    /// A place, and how much room there is.
    ///
    /// @param path an absolute path
    /// @param bytes a multiple of 4096
    record Small(Path path, long bytes) {}

    /// What is to be put before a command.
    ///
    /// @param small the directories, which are there
    /// @return nothing, if this system has no such spaces, or not for this user
    static List<String> command(Small... small) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (Small each : small) {
            script.append("mount -t tmpfs -o size=")
                    .append(each.bytes)
                    .append(" none '")
                    .append(each.path)
                    .append("' && ");
        }
        for (List<String> space : SPACES) {
            List<String> command = new ArrayList<>(space);
            command.addAll(List.of("/bin/sh", "-c", script + "exec \"$@\"", "sh"));
            if (works(command)) {
                return command;
            }
        }
        return List.of();
    }

    private static boolean works(List<String> command) throws InterruptedException {
        List<String> trial = new ArrayList<>(command);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
