package io.manyhands.process;

/// Takes what workers print, line by line.
interface OutputSink {
    /// Takes one line; may be slow, and may throw. Never called by two threads at once.
    ///
    /// @param worker the worker's name
    /// @param task the sequence number of the task that printed it, or a negative number if unknown
    /// @param isError whether it went to `System.err`; false if unknown
    void line(String worker, long task, boolean isError, String text);
}
