package io.manyhands.benchmarks;

import io.manyhands.Workers;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What tasks of threads share, used by tasks: locks and semaphores by one alone, a queue by one
/// who puts and one who takes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SharedLocks {
    private static final int TIMES = 100_000;

    /// What is used.
    @Param({"LOCK", "REENTRANT_LOCK", "SEMAPHORE", "PLAIN_SEMAPHORE", "QUEUE", "ARRAY_QUEUE"})
    public Sharing what = Sharing.LOCK;

    private @Nullable Workers workers;
    private Sharing.@Nullable Use use;

    /// Opens it.
    @Setup(Level.Trial)
    public void open() {
        Workers opened = Workers.threads(2);
        workers = opened;
        use = what.open(opened);
    }

    /// Closes it.
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(workers).close();
    }

    /// Gets it and gives it back; or puts an item, which another takes.
    ///
    /// @throws ExecutionException never
    /// @throws InterruptedException never
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void getAndGiveBack() throws ExecutionException, InterruptedException {
        Objects.requireNonNull(use).run(TIMES);
    }
}
