package io.manyhands.spi;

import io.manyhands.wire.ThreadImage;
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
/// @param threads what its threads were at before it was killed for not stopping; empty if it could
///   not tell, null if it was not asked
public record WorkerLoss(
        String worker,
        String what,
        OptionalInt exit,
        @Nullable String signal,
        List<String> lastLines,
        @Nullable String fatalErrorLog,
        @Nullable List<ThreadImage> threads) {

    /// Copies the lists.
    public WorkerLoss {
        lastLines = List.copyOf(lastLines);
        threads = threads == null ? null : List.copyOf(threads);
    }
}
