package io.manyhands.local;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A job that comes while the threads are let go is run once or refused, and all threads end. The
/// first number says how often it was run, -1 for refused; the second how many threads are left.
@JCStressTest
@Outcome(
        id = {"1, 0", "-1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "It is run or refused, and no thread is left.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is forgotten, or a thread is left.")
@State
@SuppressWarnings("exports")
public class JobIsRunOrRefusedAtTheEnd {
    private static final long LONGEST_NANOS = 5_000_000_000L;

    private final TrialHost host = new TrialHost();
    private final PlatformThreads threads = new PlatformThreads(host, 1);

    @Actor
    public void submitter(II_Result result) {
        TrialJob before = new TrialJob(Thread.currentThread());
        TrialJob job = new TrialJob(Thread.currentThread());
        try {
            threads.execute(before);
            int _ = before.awaitRuns();
            threads.execute(job);
            result.r1 = job.awaitRuns();
        } catch (RejectedExecutionException refused) {
            result.r1 = -1;
        }
    }

    @Actor
    public void closer() {
        while (host.alive() == 0) {
            Thread.onSpinWait();
        }
        threads.shutdown();
    }

    @Arbiter
    public void count(II_Result result) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!threads.workers().isEmpty() && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(10_000);
        }
        result.r2 = threads.workers().size();
    }
}
