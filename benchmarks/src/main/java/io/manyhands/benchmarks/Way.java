package io.manyhands.benchmarks;

import io.manyhands.Fn;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Gatherers;

/// A way to apply a function to many items, ours and the JDK's. In each, one thread goes through
/// all results and adds them up.
public enum Way {
    /// Two platform threads of ours, results in order.
    THREADS("Workers.threads(2).map", Place.THREADS, Way::mapped),
    /// Two platform threads of ours, results as completed.
    THREADS_COMPLETED("Workers.threads(2).map, asCompleted", Place.THREADS, Way::mappedAsCompleted),
    /// Two platform threads of ours, as a stage of a stream.
    THREADS_GATHERER("gather(Workers.threads(2).mapping)", Place.THREADS, Way::gathered),
    /// Virtual threads of ours, results in order.
    VIRTUAL("Workers.virtual().map", Place.VIRTUAL, Way::mapped),
    /// Virtual threads of ours, as a stage of a stream.
    VIRTUAL_GATHERER("gather(Workers.virtual().mapping)", Place.VIRTUAL, Way::gathered),
    /// The calling thread alone.
    LOOP("a loop in one thread", Place.PER_TASK, Way::looped),
    /// The calling thread and the common pool, which has a thread for each processor but one.
    PARALLEL_STREAM("parallelStream().map", Place.PER_TASK, Way::inParallelStream),
    /// A fixed pool of the JDK's, with a future for each item.
    FIXED_POOL("newFixedThreadPool(2).invokeAll", Place.FIXED_POOL, Way::invoked),
    /// A virtual thread of the JDK's for each item.
    PER_TASK("newVirtualThreadPerTaskExecutor().invokeAll", Place.PER_TASK, Way::invoked),
    /// The JDK's gatherer, two at once.
    CONCURRENT_2("gather(mapConcurrent(2))", Place.PER_TASK, Way::mappedByTwo),
    /// The JDK's gatherer, 64 at once.
    CONCURRENT_64("gather(mapConcurrent(64))", Place.PER_TASK, Way::mappedBy64);

    @FunctionalInterface
    private interface Body {
        long sum(ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function)
                throws Exception;
    }

    private final String label;
    private final Place place;
    private final Body body;

    Way(String label, Place place, Body body) {
        this.label = label;
        this.place = place;
        this.body = body;
    }

    /// What the tables call it.
    ///
    /// @return its name
    public String label() {
        return label;
    }

    /// Opens the place that it works in.
    ///
    /// @return an executor, to be closed; those who need none have one that does nothing
    public ExecutorService open() {
        return place.open();
    }

    /// Applies the function to all items.
    ///
    /// @param executor what [#open()] gave
    /// @param items the items
    /// @param function the function
    /// @return the sum of all results
    /// @throws Exception never
    public long sum(ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function)
            throws Exception {
        return body.sum(executor, items, function);
    }

    private static long mapped(
            ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function) {
        return sum(((Workers) executor).map(items, function));
    }

    private static long mappedAsCompleted(
            ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function) {
        return sum(((Workers) executor).map(items, function).asCompleted());
    }

    private static long gathered(
            ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function) {
        return items.stream()
                .gather(((Workers) executor).mapping(function))
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static long looped(
            ExecutorService none, List<Integer> items, Fn<Integer, Integer> function) {
        long sum = 0;
        for (Integer item : items) {
            sum += function.apply(item);
        }
        return sum;
    }

    private static long inParallelStream(
            ExecutorService none, List<Integer> items, Fn<Integer, Integer> function) {
        return sum(items.parallelStream().map(function).toList());
    }

    private static long invoked(
            ExecutorService executor, List<Integer> items, Fn<Integer, Integer> function)
            throws InterruptedException, ExecutionException {
        List<Callable<Integer>> tasks = new ArrayList<>(items.size());
        for (Integer item : items) {
            tasks.add(() -> function.call(item));
        }
        long sum = 0;
        for (Future<Integer> future : executor.invokeAll(tasks)) {
            sum += future.get();
        }
        return sum;
    }

    private static long mappedByTwo(
            ExecutorService none, List<Integer> items, Fn<Integer, Integer> function) {
        return mapConcurrent(2, items, function);
    }

    private static long mappedBy64(
            ExecutorService none, List<Integer> items, Fn<Integer, Integer> function) {
        return mapConcurrent(64, items, function);
    }

    private static long mapConcurrent(
            int atOnce, List<Integer> items, Fn<Integer, Integer> function) {
        return items.stream()
                .gather(Gatherers.mapConcurrent(atOnce, function))
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static long sum(Iterable<Integer> results) {
        long sum = 0;
        for (Integer result : results) {
            sum += result;
        }
        return sum;
    }
}
