package io.manyhands.benchmarks;

import io.manyhands.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/// A million generators that are paused at once, by default: their memory, and what it takes to
/// begin, resume and close each. It is counted, not a benchmark of JMH.
public final class ManyGenerators {
    private static final int MANY = 1_000_000;

    private ManyGenerators() {}

    /// Prints the figures.
    ///
    /// @param args how many; a million if there is none
    /// @throws Exception if it fails
    public static void main(String[] args) throws Exception {
        int count = args.length == 0 ? MANY : Integer.parseInt(args[0]);
        FutureTask<Void> run =
                new FutureTask<>(() -> {
                    measure(count);
                    return null;
                });
        Thread.ofVirtual().start(run).join();
        run.get();
    }

    private static void measure(int count) {
        List<Generator<Integer>> all = new ArrayList<>(count);
        long before = usedBytes();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int first = i;
            Generator<Integer> generator =
                    Generator.of(out -> {
                        for (int next = first; ; next++) {
                            out.yield(next);
                        }
                    });
            generator.next();
            all.add(generator);
        }
        print("begun", count, start);
        System.out.printf("bytes of heap for each: %d%n", (usedBytes() - before) / count);
        start = System.nanoTime();
        long sum = all.stream().mapToLong(Generator::next).sum();
        print("resumed", count, start);
        if (sum != (long) count * (count + 1) / 2) {
            throw new AssertionError("Each gives its second value: sum=" + sum);
        }
        start = System.nanoTime();
        all.forEach(Generator::close);
        print("closed", count, start);
    }

    private static void print(String what, int count, long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        System.out.printf(
                "%s: %d in %d ms, %.2f us each%n",
                what, count, Duration.ofNanos(nanos).toMillis(), nanos / 1_000.0 / count);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
