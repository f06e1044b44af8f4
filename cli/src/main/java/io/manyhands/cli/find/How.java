package io.manyhands.cli.find;

import java.util.List;

/// How to search: where, by whom, and what to tell about it. Immutable.
///
/// @param operands files and directories; none for the standard input
/// @param on which kind of workers
/// @param workers how many, at least 1
/// @param isUnordered whether results are printed as they come
/// @param isVerbose whether to say which workers were taken and why
/// @param progress whether to show a progress bar
public record How(
        List<String> operands,
        On on,
        int workers,
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
        VIRTUAL
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
}
