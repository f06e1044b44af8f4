package io.manyhands.spi;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What is known of the end of a worker elsewhere. Immutable.
///
/// @param worker the worker's name
/// @param what how it ended, for messages: `exit status 3`, `signal SIGKILL (9)`
/// @param exit the exit status, if it exited
/// @param signal the name of the signal that ended it, or null
/// @param lastLines the last lines that it printed
/// @param fatalErrorLog what the JVM wrote of its crash, or null
public record WorkerLoss(
        String worker,
        String what,
        OptionalInt exit,
        @Nullable String signal,
        List<String> lastLines,
        @Nullable String fatalErrorLog) {

    /// Copies the lines.
    public WorkerLoss {
        lastLines = List.copyOf(lastLines);
    }
}
