package io.manyhands.local;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Of two permits one is free, and one is held by a worker that takes a job and submits another,
/// while somebody else submits one: both jobs are run. The number says how many were handed out or
/// found.
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both are run.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "One of them waits beside a free permit, or was handed out twice.")
@State
@SuppressWarnings("exports")
public class NoJobWaitsBesideAPermit {
    private final AtomicInteger handed = new AtomicInteger();
    // Whoever has a job keeps the permit.
    private final JobQueue queue = new JobQueue(1, _ -> handed.incrementAndGet());

    @Actor
    public void submitter() {
        queue.add(new TrialJob(Thread.currentThread()));
    }

    @Actor
    public void worker() {
        if (queue.next() == null) {
            queue.change(1);
        } else {
            handed.incrementAndGet();
        }
        queue.add(new TrialJob(Thread.currentThread()));
    }

    @Arbiter
    public void count(I_Result result) {
        result.r1 = handed.get();
    }
}
