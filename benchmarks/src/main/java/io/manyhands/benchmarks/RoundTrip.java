package io.manyhands.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// One empty task, submitted and waited for: mostly the two wake-ups.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RoundTrip {
    private static final Callable<Integer> EMPTY = () -> 1;

    /// Submits and waits.
    ///
    /// @param where where it runs
    /// @return the task's value
    /// @throws ExecutionException never
    /// @throws InterruptedException never
    @Benchmark
    public Integer submitAndGet(OpenPlace where) throws ExecutionException, InterruptedException {
        return where.executor().submit(EMPTY).get();
    }
}
