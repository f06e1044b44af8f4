package io.manyhands.testkit.contract;

import io.manyhands.Command;
import io.manyhands.TaskProcess;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program of the system with a child, both deaf to what asks them to end, and the file in which
/// it notes their numbers. Stateless.
final class DeafProgram {
    private static final String SCRIPT =
            "trap '' TERM; echo $$ >> \"$1\"; sleep 1000 & echo $! >> \"$1\";"
                    + " while :; do sleep 1; done";

    private DeafProgram() {}

    /// The program.
    ///
    /// @param file where it notes
    static Command noting(String file) {
        return TaskProcess.command("/bin/sh", "-c", SCRIPT, "sh", file);
    }

    /// Waits until both have begun.
    ///
    /// @return their numbers
    static List<Long> awaitPids(Path file) {
        return awaitPids(file, 2);
    }

    /// Waits until so many have begun.
    static List<Long> awaitPids(Path file, int count) {
        Await.until("programs note their numbers", () -> lines(file).size() >= count);
        return lines(file).stream().map(Long::valueOf).toList();
    }

    /// Waits until both are gone.
    static void awaitGone(Path file) {
        awaitPids(file).forEach(Losses::awaitGone);
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
