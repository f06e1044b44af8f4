package io.manyhands.local;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A job is submitted to a single thread while a spare comes and is not needed any more: it is run
/// once.
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "It is run.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is not run, or twice.")
@State
@SuppressWarnings("exports")
public class SpareTakesTheJob {
    private static final PlatformThreads THREADS = new PlatformThreads(new TrialHost(), 1);

    @Actor
    public void submitter(I_Result result) {
        TrialJob job = new TrialJob(Thread.currentThread());
        THREADS.execute(job);
        result.r1 = job.awaitRuns();
    }

    @Actor
    public void lender() {
        THREADS.adjustSpares(1);
        THREADS.adjustSpares(-1);
    }
}
