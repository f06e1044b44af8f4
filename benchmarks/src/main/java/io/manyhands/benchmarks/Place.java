package io.manyhands.benchmarks;

import io.manyhands.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/// Where tasks run: ours and the JDK's, all behind the JDK's interface.
public enum Place {
    /// Two platform threads of ours.
    THREADS("Workers.threads(2)", () -> Workers.threads(Place.COUNT)),
    /// Two platform threads of the JDK's.
    FIXED_POOL("newFixedThreadPool(2)", () -> Executors.newFixedThreadPool(Place.COUNT)),
    /// A fork-join pool of two threads, whose tasks may wait for each other.
    FORK_JOIN("ForkJoinPool(2)", () -> new ForkJoinPool(Place.COUNT)),
    /// Virtual threads of ours.
    VIRTUAL("Workers.virtual()", Workers::virtual),
    /// Virtual threads of the JDK's.
    PER_TASK("newVirtualThreadPerTaskExecutor()", Executors::newVirtualThreadPerTaskExecutor);

    /// How many threads there are, where that is to be said.
    static final int COUNT = 2;

    private final String label;
    private final Supplier<ExecutorService> factory;

    Place(String label, Supplier<ExecutorService> factory) {
        this.label = label;
        this.factory = factory;
    }

    /// Opens it.
    ///
    /// @return an executor, to be closed
    public ExecutorService open() {
        return factory.get();
    }

    /// What the tables call it.
    ///
    /// @return its name
    public String label() {
        return label;
    }
}
