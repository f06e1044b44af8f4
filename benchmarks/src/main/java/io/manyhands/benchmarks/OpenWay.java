package io.manyhands.benchmarks;

import io.manyhands.Fn;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A way that is open for a whole trial.
@State(Scope.Benchmark)
public class OpenWay {
    /// Which one.
    @Param({
        "THREADS",
        "THREADS_COMPLETED",
        "THREADS_GATHERER",
        "VIRTUAL",
        "VIRTUAL_GATHERER",
        "LOOP",
        "PARALLEL_STREAM",
        "FIXED_POOL",
        "PER_TASK",
        "CONCURRENT_2",
        "CONCURRENT_64"
    })
    public Way way = Way.THREADS;

    private @Nullable ExecutorService executor;

    /// Opens it.
    @Setup(Level.Trial)
    public void open() {
        executor = way.open();
    }

    /// Closes it.
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(executor).close();
    }

    long sum(List<Integer> items, Fn<Integer, Integer> function) throws Exception {
        return way.sum(Objects.requireNonNull(executor), items, function);
    }
}
