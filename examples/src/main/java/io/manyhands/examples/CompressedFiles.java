package io.manyhands.examples;

import io.manyhands.CommandEnd;
import io.manyhands.CommandFailedException;
import io.manyhands.Results;
import io.manyhands.TaskProcess;
import io.manyhands.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A pool of programs of the system: each file is compressed by a `gzip` of its own, two at a time.
/// A task that is cancelled, or takes too long, ends its program.
public final class CompressedFiles {
    private static final int AT_ONCE = 2;
    private static final int FILES = 4;

    private CompressedFiles() {}

    /// Makes some files, compresses them, and prints how each has ended.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for threads
    /// @throws IOException if the files cannot be made
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("compressed");
        List<String> files = new ArrayList<>();
        for (int i = 1; i <= FILES; i++) {
            Path file = directory.resolve("file " + i);
            files.add(Files.writeString(file, "the same again\n".repeat(10_000)).toString());
        }
        files.add(directory.resolve("missing").toString());
        try (Workers workers =
                        Place.of(args.length == 0 ? new String[] {"threads"} : args, AT_ONCE);
                Results<String> ends = workers.map(files, CompressedFiles::compress)) {
            ends.forEach(System.out::println);
        } finally {
            remove(directory);
        }
    }

    private static String compress(String file) throws InterruptedException {
        String name = String.valueOf(Path.of(file).getFileName());
        try {
            CommandEnd _ =
                    TaskProcess.command("gzip", "-k", file)
                            .withTimeout(Duration.ofMinutes(1))
                            .run();
            return name + ": compressed";
        } catch (CommandFailedException failure) {
            return name + ": exit status " + failure.exit().orElse(-1);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
