package io.manyhands.process;

import org.jspecify.annotations.Nullable;

/// Takes what workers print, line by line.
public interface OutputSink {
    /// Takes one line; may be slow, and may throw. Never called by two threads at once.
    ///
    /// @param worker the worker's name
    /// @param task what the task that printed it is called, or null if unknown
    /// @param isError whether it went to `System.err`; false if unknown
    /// @param text the line, without its end
    void line(String worker, @Nullable String task, boolean isError, String text);
}
