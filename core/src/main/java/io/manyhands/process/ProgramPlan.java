package io.manyhands.process;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program of the system is to be run with. Immutable.
///
/// @param words its name or path, and its arguments
/// @param environment the variables that differ from this process's
/// @param directory its working directory; null for that of this process
/// @param input the path of the file that it reads; null for a pipe
/// @param isMerged whether what it prints to its standard error goes to its standard output
/// @param isStreamed whether somebody reads its standard output; otherwise only the last lines of
///   what it prints are kept
/// @param timeoutNanos how long it may run
/// @param graceNanos how long it may take to end after it was asked to
public record ProgramPlan(
        List<String> words,
        Map<String, String> environment,
        @Nullable File directory,
        @Nullable String input,
        boolean isMerged,
        boolean isStreamed,
        long timeoutNanos,
        long graceNanos) {
    /// Copies what could change.
    public ProgramPlan {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }
}
