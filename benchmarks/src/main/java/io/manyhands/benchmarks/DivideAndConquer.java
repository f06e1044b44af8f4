package io.manyhands.benchmarks;

import io.manyhands.Scope.Subtask;
import io.manyhands.Workers;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;
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

/// A sum and a merge sort by halves: scopes beside the JDK's own classes, on two threads each.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DivideAndConquer {
    private static final int THREADS = 2;
    private static final int NUMBERS = 4_000_000;

    /// How many numbers are not divided any more.
    @Param({"1000", "10000"})
    public int leaf = 10_000;

    private final int[] numbers = new Random(42).ints(NUMBERS).toArray();
    private @Nullable Workers workers;
    private @Nullable ForkJoinPool pool;

    /// Opens both.
    @Setup(Level.Trial)
    public void open() {
        workers = Workers.threads(THREADS);
        pool = new ForkJoinPool(THREADS);
    }

    /// Closes both.
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(workers).close();
        Objects.requireNonNull(pool).close();
    }

    /// Adds with scopes.
    ///
    /// @return the sum
    /// @throws InterruptedException never
    @Benchmark
    public long sumByScopes() throws InterruptedException {
        return sum(Objects.requireNonNull(workers), 0, NUMBERS);
    }

    private long sum(Workers own, int from, int to) throws InterruptedException {
        if (to - from <= leaf) {
            return sum(from, to);
        }
        int middle = (from + to) >>> 1;
        return own.scope(scope -> {
            Subtask<Long> left = scope.fork(() -> sum(own, from, middle));
            long right = sum(own, middle, to);
            scope.join();
            return left.get() + right;
        });
    }

    /// Adds with a [RecursiveTask].
    ///
    /// @return the sum
    @Benchmark
    public long sumByRecursiveTask() {
        return Objects.requireNonNull(pool).invoke(new Sum(0, NUMBERS));
    }

    @SuppressWarnings("serial") // it does not travel
    private final class Sum extends RecursiveTask<Long> {
        private final int from;
        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from <= leaf) {
                return sum(from, to);
            }
            int middle = (from + to) >>> 1;
            Sum left = new Sum(from, middle);
            left.fork();
            long right = new Sum(middle, to).compute();
            return left.join() + right;
        }
    }

    private long sum(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    /// Sorts with scopes.
    ///
    /// @return the numbers in order
    /// @throws InterruptedException never
    @Benchmark
    public int[] sortByScopes() throws InterruptedException {
        int[] sorted = numbers.clone();
        sort(Objects.requireNonNull(workers), sorted, new int[NUMBERS], 0, NUMBERS);
        return sorted;
    }

    private void sort(Workers own, int[] all, int[] room, int from, int to)
            throws InterruptedException {
        if (to - from <= leaf) {
            Arrays.sort(all, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        own.<@Nullable Void, InterruptedException>scope(scope -> {
            scope.fork(() -> sort(own, all, room, from, middle));
            sort(own, all, room, middle, to);
            return scope.join();
        });
        merge(all, room, from, middle, to);
    }

    /// Sorts with a [RecursiveAction].
    ///
    /// @return the numbers in order
    @Benchmark
    public int[] sortByRecursiveAction() {
        int[] sorted = numbers.clone();
        Objects.requireNonNull(pool).invoke(new Sort(sorted, new int[NUMBERS], 0, NUMBERS));
        return sorted;
    }

    @SuppressWarnings("serial") // it does not travel
    private final class Sort extends RecursiveAction {
        private final int[] all;
        private final int[] room;
        private final int from;
        private final int to;

        Sort(int[] all, int[] room, int from, int to) {
            this.all = all;
            this.room = room;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void compute() {
            if (to - from <= leaf) {
                Arrays.sort(all, from, to);
                return;
            }
            int middle = (from + to) >>> 1;
            Sort left = new Sort(all, room, from, middle);
            left.fork();
            new Sort(all, room, middle, to).compute();
            left.join();
            merge(all, room, from, middle, to);
        }
    }

    private static void merge(int[] all, int[] room, int from, int middle, int to) {
        System.arraycopy(all, from, room, from, to - from);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean isLeft = right == to || (left < middle && room[left] <= room[right]);
            all[i] = isLeft ? room[left++] : room[right++];
        }
    }
}
