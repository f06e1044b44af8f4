package io.manyhands.benchmarks;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A place that is open for a whole trial.
@State(Scope.Benchmark)
public class OpenPlace {
    /// Which one.
    @Param({"THREADS", "FIXED_POOL", "VIRTUAL", "PER_TASK"})
    public Place place = Place.THREADS;

    private @Nullable ExecutorService executor;

    /// Opens it.
    @Setup(Level.Trial)
    public void open() {
        executor = place.open();
    }

    /// Closes it.
    @TearDown(Level.Trial)
    public void close() {
        executor().close();
    }

    ExecutorService executor() {
        return Objects.requireNonNull(executor);
    }
}
