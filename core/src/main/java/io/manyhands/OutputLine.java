package io.manyhands;

import org.jspecify.annotations.Nullable;

/// A line that something in a worker process has printed: a task, to `System.out` or `System.err`,
/// native code, or a child of the process. Immutable.
///
/// @param worker the worker's name
/// @param task the name and number of the task that printed it; null if that is not known, as with
///   native code
/// @param isError whether it went to `System.err`; false if that is not known
/// @param text the line without its end; what is more than 8 KiB of it is cut off, and that is said
public record OutputLine(String worker, @Nullable String task, boolean isError, String text) {}
