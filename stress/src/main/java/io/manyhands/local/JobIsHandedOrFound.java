package io.manyhands.local;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A job that is queued while a worker finds none and gives its permit back is run by one of the
/// two. The number says how often it was handed out or found.
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One of the two has it.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "It waits beside a free permit, or was handed out twice.")
@State
@SuppressWarnings("exports")
public class JobIsHandedOrFound {
    private final AtomicInteger handed = new AtomicInteger();
    private final JobQueue queue = new JobQueue(0, _ -> handed.incrementAndGet());

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
    }

    @Arbiter
    public void count(I_Result result) {
        result.r1 = handed.get();
    }
}
