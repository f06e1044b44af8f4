package io.manyhands.dashboard;

import io.manyhands.Workers;
import io.manyhands.WorkersStatistics;
import java.io.PrintStream;
import java.util.Objects;

/// A progress bar of all that some workers have to do: how many of the tasks and items that were
/// submitted so far have ended.
///
/// ```java
/// try (Workers workers = Workers.processes(4);
///         WorkersProgress bar = WorkersProgress.of("build", workers)) {
///     submitEverything(workers);
///     awaitEverything();
/// }
/// ```
///
/// It reads [Workers#statistics()] ten times a second, on a virtual thread of its own, and only if
/// the error output is a terminal: otherwise there is no bar and no thread. It never writes to the
/// standard output. Thread-safe.
public final class WorkersProgress implements AutoCloseable {
    private final Bar bar;

    private WorkersProgress(Bar bar) {
        this.bar = bar;
    }

    /// Shows a bar until it is closed.
    ///
    /// @param name what is at work, in a word
    /// @param workers who is to be looked at
    /// @return the bar, to be closed
    public static WorkersProgress of(String name, Workers workers) {
        Objects.requireNonNull(workers);
        return new WorkersProgress(Bar.atTerminal(name, () -> stepOf(workers)));
    }

    static WorkersProgress on(PrintStream target, String name, Workers workers) {
        return new WorkersProgress(Bar.on(target, name, () -> stepOf(workers)));
    }

    private static Bar.Step stepOf(Workers workers) {
        WorkersStatistics now = workers.statistics();
        return new Bar.Step(now.ended(), now.submitted());
    }

    /// Looks once more, and leaves the bar as it is, on a line of its own. Does nothing if it is
    /// closed.
    @Override
    public void close() {
        bar.close();
    }
}
