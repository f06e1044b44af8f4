package io.manyhands;

import io.manyhands.process.ExitStatus;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a program has ended. Immutable.
///
/// @param status its exit status; 128 and the signal's number if a signal ended it, as shells have
///   it
/// @param lastLines what it printed last, up to 20 lines, the oldest first: to its standard error,
///   and to its standard output too where nobody read that
public record CommandEnd(int status, List<String> lastLines) implements Serializable {
    /// Copies the lines.
    public CommandEnd {
        lastLines = List.copyOf(lastLines);
    }

    /// The exit status.
    ///
    /// @return the status; empty if a signal ended the program
    public OptionalInt exit() {
        return ExitStatus.exit(status);
    }

    /// The signal that ended the program.
    ///
    /// @return the name, as `SIGKILL`; empty if it exited by itself
    public Optional<String> signal() {
        return ExitStatus.signal(status);
    }
}
