package io.manyhands.benchmarks;

import io.manyhands.Fn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A map of many items that cost nothing: what is seen is the handing over.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapEmpty {
    private static final int ITEMS = 200_000;
    private static final Fn<Integer, Integer> IDENTITY = item -> item;

    private final List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();

    /// Maps all items.
    ///
    /// @param way how
    /// @return the sum of the results
    /// @throws Exception never
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long map(OpenWay way) throws Exception {
        return way.sum(items, IDENTITY);
    }
}
