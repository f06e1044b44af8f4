package io.manyhands.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// Many empty tasks, all submitted and then all waited for.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ManyTasks {
    private static final int TASKS = 10_000;
    private static final Callable<Integer> EMPTY = () -> 1;

    /// Submits all and waits for all.
    ///
    /// @param where where they run
    /// @return the sum of their values
    /// @throws ExecutionException never
    /// @throws InterruptedException never
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int submitAndAwaitAll(OpenPlace where) throws ExecutionException, InterruptedException {
        ExecutorService executor = where.executor();
        List<Future<Integer>> futures = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
            futures.add(executor.submit(EMPTY));
        }
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        return sum;
    }
}
