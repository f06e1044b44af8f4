package io.manyhands.shared;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Threads that wait for each other, so that none will ever go on: of one process or of several.
/// Its text is a report for people. Immutable.
///
/// @param waiters who waits: at least one, which waits for itself then
public record Deadlock(List<Waiter> waiters) implements Serializable {
    private static final String LINE = System.lineSeparator();

    /// Copies the waiters.
    public Deadlock {
        waiters = List.copyOf(waiters);
    }

    /// One of the threads.
    ///
    /// @param pid the process
    /// @param thread the thread's name: in workers that of the worker
    /// @param task the task's name and number; null if none is known
    /// @param waitsFor what it waits for: `lock ledger`, for example
    /// @param has what it has that others of the deadlock wait for
    /// @param since since when, by the clock of its process
    /// @param number of the wait, among those of its process; 0 if it is a wait of the JVM's, which
    ///   cannot be broken up
    /// @param stack where in the code, as far as is known, innermost first
    public record Waiter(
            long pid,
            String thread,
            @Nullable String task,
            String waitsFor,
            List<String> has,
            Instant since,
            long number,
            List<StackTraceElement> stack)
            implements Serializable {

        /// Copies the lists.
        public Waiter {
            has = List.copyOf(has);
            stack = List.copyOf(stack);
        }

        private void print(StringBuilder text) {
            text.append(LINE).append("  ").append(thread).append(" of process ").append(pid);
            if (task != null) {
                text.append(", task ").append(task);
            }
            text.append(LINE).append("    waits for ").append(waitsFor).append(" since ");
            text.append(since).append(LINE).append("    has ").append(String.join(", ", has));
            for (StackTraceElement frame : stack) {
                text.append(LINE).append("      at ").append(frame);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("deadlock, waiters=").append(waiters.size());
        waiters.forEach(waiter -> waiter.print(text));
        return text.toString();
    }
}
