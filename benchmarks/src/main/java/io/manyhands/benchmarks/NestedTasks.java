package io.manyhands.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A tree of tasks that wait for their children: three levels of four, 85 tasks. A fixed pool of
/// the JDK's would hang.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NestedTasks {
    private static final int LEVELS = 3;
    private static final int CHILDREN = 4;

    /// Where they run.
    @Param({"THREADS", "FORK_JOIN", "VIRTUAL", "PER_TASK"})
    public Place place = Place.THREADS;

    private @Nullable ExecutorService opened;

    /// Opens it.
    @Setup(Level.Trial)
    public void open() {
        opened = place.open();
    }

    /// Closes it.
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(opened).close();
    }

    /// Runs the tree.
    ///
    /// @return how many tasks there were
    /// @throws ExecutionException never
    /// @throws InterruptedException never
    @Benchmark
    public int tree() throws ExecutionException, InterruptedException {
        ExecutorService executor = Objects.requireNonNull(opened);
        return executor.submit(() -> branch(executor, LEVELS)).get();
    }

    private static int branch(ExecutorService executor, int levels)
            throws ExecutionException, InterruptedException {
        if (levels == 0) {
            return 1;
        }
        List<Future<Integer>> children = new ArrayList<>(CHILDREN);
        for (int i = 0; i < CHILDREN; i++) {
            children.add(executor.submit(() -> branch(executor, levels - 1)));
        }
        int tasks = 1;
        for (Future<Integer> child : children) {
            tasks += child.get();
        }
        return tasks;
    }
}
