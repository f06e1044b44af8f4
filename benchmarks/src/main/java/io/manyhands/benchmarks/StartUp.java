package io.manyhands.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A whole short life: open, one empty task, close.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StartUp {
    private static final Callable<Integer> EMPTY = () -> 1;

    /// What is opened.
    @Param({"THREADS", "FIXED_POOL", "VIRTUAL", "PER_TASK"})
    public Place place = Place.THREADS;

    /// Opens, runs one task, closes.
    ///
    /// @return the task's value
    /// @throws ExecutionException never
    /// @throws InterruptedException never
    @Benchmark
    public Integer openSubmitClose() throws ExecutionException, InterruptedException {
        try (ExecutorService executor = place.open()) {
            return executor.submit(EMPTY).get();
        }
    }
}
