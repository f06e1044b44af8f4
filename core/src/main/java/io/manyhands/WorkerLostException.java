package io.manyhands;

import io.manyhands.spi.WorkerLoss;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The worker process that ran a task ended before the task did: it crashed, called `System.exit`,
/// or was killed. Found as the cause of the [java.util.concurrent.ExecutionException] of
/// [TaskFuture#get()].
///
/// Only the task that was running on the worker fails so, and it is not run again unless retries
/// were asked for. The worker has been replaced.
public final class WorkerLostException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final String worker;
    private final int exit;
    private final @Nullable String signal;
    private final String[] lastLines;
    private final @Nullable String fatalErrorLog;

    WorkerLostException(String message, WorkerLoss loss) {
        super(message + ", end=" + loss.what() + said(loss.lastLines()), null);
        this.worker = loss.worker();
        this.exit = loss.exit().orElse(-1);
        this.signal = loss.signal();
        this.lastLines = loss.lastLines().toArray(String[]::new);
        this.fatalErrorLog = loss.fatalErrorLog();
    }

    private static String said(List<String> lines) {
        return lines.isEmpty() ? "" : ", lastLine=" + lines.getLast();
    }

    /// The worker that was lost.
    ///
    /// @return its name
    public String worker() {
        return worker;
    }

    /// The exit status of the worker's process.
    ///
    /// @return the status; empty if a signal ended it, or nothing is known
    public OptionalInt exit() {
        return exit < 0 ? OptionalInt.empty() : OptionalInt.of(exit);
    }

    /// The signal that ended the worker's process.
    ///
    /// @return the name, as `SIGSEGV`; empty if it exited by itself
    public Optional<String> signal() {
        return Optional.ofNullable(signal);
    }

    /// What the worker printed last, to standard output, standard error, or from native code.
    ///
    /// @return up to 20 lines, oldest first
    public List<String> lastLines() {
        return List.of(lastLines);
    }

    /// What the JVM wrote of its own crash, its `hs_err` file.
    ///
    /// @return the text, up to 256 KiB; empty if the JVM wrote none
    public Optional<String> fatalErrorLog() {
        return Optional.ofNullable(fatalErrorLog);
    }
}
