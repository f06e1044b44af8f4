package io.manyhands.benchmarks;

import io.manyhands.Fn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// A map of 2,000 items of real work, about 50 us each; one of them may cost 400 times as much.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MapWork {
    /// How the work is spread.
    public enum Shape {
        /// Every item costs the same.
        EVEN("2,000 items of about 50 us"),
        /// The first item is slow.
        SLOW_HEAD("the same, the first item slow (20 ms)"),
        /// The last item is slow.
        SLOW_TAIL("the same, the last item slow (20 ms)");

        private final String label;

        Shape(String label) {
            this.label = label;
        }

        /// What the tables call it.
        ///
        /// @return its name
        public String label() {
            return label;
        }
    }

    private static final int ITEMS = 2_000;
    private static final long TOKENS = 20_000;
    private static final int SLOW = 400;

    /// Which spread.
    @Param({"EVEN", "SLOW_HEAD", "SLOW_TAIL"})
    public Shape shape = Shape.EVEN;

    private final List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();

    /// Maps all items.
    ///
    /// @param way how
    /// @return the sum of the results
    /// @throws Exception never
    @Benchmark
    public long map(OpenWay way) throws Exception {
        Fn<Integer, Integer> work =
                switch (shape) {
                    case EVEN -> item -> worked(item, -1);
                    case SLOW_HEAD -> item -> worked(item, 0);
                    case SLOW_TAIL -> item -> worked(item, ITEMS - 1);
                };
        return way.sum(items, work);
    }

    private static int worked(int item, int slow) {
        Blackhole.consumeCPU(item == slow ? TOKENS * SLOW : TOKENS);
        return item;
    }
}
