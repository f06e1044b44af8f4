package io.manyhands.local;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two submit jobs to a single thread, again and again, and wait for them: however a job comes upon
/// the thread that is about to rest, it is run once. The numbers say how often each was run.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both are run.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One of them is not run, or twice.")
@State
@SuppressWarnings("exports")
public class IdleThreadTakesTheJob {
    private static final PlatformThreads THREADS = new PlatformThreads(new TrialHost(), 1);

    @Actor
    public void first(II_Result result) {
        result.r1 = runOne();
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = runOne();
    }

    private static int runOne() {
        TrialJob job = new TrialJob(Thread.currentThread());
        THREADS.execute(job);
        return job.awaitRuns();
    }
}
