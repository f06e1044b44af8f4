package io.manyhands.process;

import io.manyhands.Task;
import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.CallDescriptor;
import io.manyhands.wire.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A job of one parcel, with its end in words.
final class TestJob implements RemoteJob {
    private final Parcel parcel;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicInteger claims = new AtomicInteger();
    private volatile boolean isTaken;

    /// Done each time that it is asked where it may go.
    volatile Runnable whenAsked = () -> {};

    /// How many of its names cannot be told.
    final AtomicInteger failingNames = new AtomicInteger();

    /// How many of its ends cannot be taken.
    final AtomicInteger failingEnds = new AtomicInteger();

    TestJob(Processes processes, Task<?> task) throws Exception {
        ClassLoader loader = TestJob.class.getClassLoader();
        parcel =
                new Parcel(
                        loader,
                        null,
                        processes.codec(loader).encodeApart(Subject.TASK, task).whole());
    }

    String end() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    boolean isEnded() {
        return end.isDone();
    }

    int claims() {
        return claims.get();
    }

    /// Nobody is to run it any more.
    void withdraw() {
        isTaken = true;
    }

    @Override
    public String label() {
        return "test";
    }

    @Override
    public void run() {
        throw new AssertionError("A job runs elsewhere");
    }

    @Override
    public boolean mayWait() {
        whenAsked.run();
        return true;
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public String name(Parcel sent) {
        if (failingNames.getAndDecrement() > 0) {
            throw new OutOfMemoryError("for the test");
        }
        return "test";
    }

    @Override
    public long number(Parcel sent) {
        return 1;
    }

    @Override
    public int attempt() {
        return 0;
    }

    @Override
    public @Nullable Parcel next(RemoteWorker worker, int most) {
        if (isTaken) {
            return null;
        }
        isTaken = true;
        claims.incrementAndGet();
        return parcel;
    }

    @Override
    public void answered(RemoteWorker worker, Parcel sent, int call, Answer answer) {
        end.complete(answer.kind() == CallDescriptor.VALUE ? "value" : "failure");
    }

    @Override
    public void lost(RemoteWorker worker, Parcel sent, int call, WorkerLoss loss) {
        failToEnd();
        end.complete(worker.hasBegun(this) ? "lost" : "lost, and counted as not begun");
    }

    @Override
    public boolean handedBack(Parcel sent, int from, int to) {
        failToEnd();
        isTaken = false;
        return true;
    }

    private void failToEnd() {
        if (failingEnds.getAndDecrement() > 0) {
            throw new OutOfMemoryError("for the test");
        }
    }
}
