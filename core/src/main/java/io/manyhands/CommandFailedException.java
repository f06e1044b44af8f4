package io.manyhands;

import io.manyhands.process.ExitStatus;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A [Command] could not be started, or its program has failed: it exited with another status than
/// 0, a signal ended it, or it took too long. Its process group is gone.
public final class CommandFailedException extends ManyhandsException {
    @Serial private static final long serialVersionUID = 1;

    private final int status;
    private final String[] lastLines;

    /// @param status the exit status; negative if there is none
    CommandFailedException(
            String message, int status, List<String> lastLines, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.lastLines = lastLines.toArray(String[]::new);
    }

    /// The exit status of the program.
    ///
    /// @return the status; empty if a signal ended it, or it was not started
    public OptionalInt exit() {
        return ExitStatus.exit(status);
    }

    /// The signal that ended the program.
    ///
    /// @return the name, as `SIGKILL`; empty if it exited by itself, or was not started
    public Optional<String> signal() {
        return ExitStatus.signal(status);
    }

    /// What the program printed last: to its standard error, and to its standard output too where
    /// nobody read that.
    ///
    /// @return up to 20 lines, oldest first
    public List<String> lastLines() {
        return List.of(lastLines);
    }
}
