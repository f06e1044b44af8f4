package io.manyhands.cli.find;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How to search: where, by whom, and what to tell about it. Immutable.
///
/// @param operands files and directories; none for the standard input
/// @param on which kind of workers
/// @param count how many workers, at least 1; empty for as many as are of use
/// @param workerHeap the most memory for the heap of each worker process, as `-Xmx` has it; null
///   for the JVM's own default
/// @param isUnordered whether results are printed as they come
/// @param isVerbose whether to say which workers were taken and why
/// @param progress whether to show a progress bar
public record How(
        List<String> operands,
        On on,
        OptionalInt count,
        @Nullable String workerHeap,
        boolean isUnordered,
        boolean isVerbose,
        Showing progress) {
    /// A kind of workers.
    public enum On {
        /// Whichever is fastest for the input.
        FASTEST,
        /// Platform threads.
        THREADS,
        /// Virtual threads.
        VIRTUAL,
        /// JVMs of their own.
        PROCESSES
    }

    /// Whether to show something.
    public enum Showing {
        /// If it is of use: on a terminal, when the work takes long.
        AUTO,
        /// From the beginning.
        ALWAYS,
        /// Not at all.
        NEVER
    }

    /// How many workers there are to be, if there is work for so many.
    int workers() {
        return count.orElse(Runtime.getRuntime().availableProcessors());
    }
}
