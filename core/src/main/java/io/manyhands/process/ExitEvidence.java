package io.manyhands.process;

import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.ThreadImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about the end of a worker process. Immutable.
///
/// @param exitStatus as the process gave it, or 128 and the signal that ended it
/// @param lastLines what it printed last, the oldest first
/// @param fatalErrorLog what the JVM wrote about its crash, if it crashed
record ExitEvidence(int exitStatus, List<String> lastLines, @Nullable String fatalErrorLog) {
    private static final int LONGEST_LOG_BYTES = 256 * 1024;

    ExitEvidence {
        lastLines = List.copyOf(lastLines);
    }

    /// Collects it from a worker that has ended; waits for what it printed at most so long.
    static ExitEvidence collect(Launch launch, WorkerOutput output, long timeoutNanos) {
        boolean _ = output.awaitEnd(timeoutNanos);
        return new ExitEvidence(
                launch.process().exitValue(), output.lastLines(), read(launch.fatalErrorFile()));
    }

    /// The number of the signal that ended the process, or 0.
    int signal() {
        return Signals.number(exitStatus);
    }

    /// The exit status or the signal in words.
    String describe() {
        return ExitStatus.describe(exitStatus);
    }

    /// The failure, in one line, of a process that ended before it said that it runs.
    LaunchFailure startFailure(String worker) {
        StringBuilder message = new StringBuilder("A worker process must start: worker=");
        message.append(worker).append(", end=").append(describe());
        String separator = ", printed=";
        for (String line : lastLines) {
            if (!JvmNotices.isNotice(line)) {
                message.append(separator).append(line);
                separator = "; ";
            }
        }
        return new LaunchFailure(message.toString());
    }

    /// What tasks are told of the end of a worker.
    ///
    /// @param violation the rule that it has broken, if one was
    /// @param threads what its threads were at, if they were asked for
    WorkerLoss loss(
            String worker, @Nullable String violation, @Nullable List<ThreadImage> threads) {
        return new WorkerLoss(
                worker,
                describe() + (violation == null ? "" : ", violation=" + violation),
                ExitStatus.exit(exitStatus),
                ExitStatus.signal(exitStatus).orElse(null),
                lastLines,
                fatalErrorLog,
                threads);
    }

    private static @Nullable String read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_LOG_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            return "The JVM's file about its crash cannot be read: " + failure;
        }
    }
}
