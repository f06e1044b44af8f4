package io.manyhands.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// One hand-over of the control between a user and a body, half of a resume: ours, and what could
/// be made of the JDK's parts. The body has a virtual thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOver {
    private static final int TIMES = 50_000;

    /// What hands over.
    @Param({"GENERATOR", "COROUTINE", "PARKING", "EXCHANGER", "SYNCHRONOUS_QUEUE", "SEMAPHORES"})
    public Passing what = Passing.GENERATOR;

    /// Who resumes.
    @Param({"VIRTUAL", "PLATFORM"})
    public User user = User.VIRTUAL;

    /// The thread of who resumes.
    public enum User {
        /// A virtual thread, as the body has.
        VIRTUAL,
        /// A platform thread.
        PLATFORM
    }

    /// Hands over there and back.
    ///
    /// @return a sum, so that nothing is left out
    /// @throws Exception never
    @Benchmark
    @OperationsPerInvocation(2 * TIMES)
    public long thereAndBack() throws Exception {
        Callable<Long> work = () -> what.resume(TIMES);
        FutureTask<Long> task = new FutureTask<>(work);
        (user == User.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform()).start(task).join();
        return task.get();
    }
}
