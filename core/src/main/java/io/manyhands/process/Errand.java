package io.manyhands.process;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.WorkerLoss;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Something that a worker has to do beside its jobs, while its own thread waits for it.
///
/// Thread-safe: the outcome is written before the latch opens, and read after.
final class Errand implements RemoteJob {
    private final Parcel parcel;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Semaphore room = new Semaphore(0);
    private boolean answered;
    private final Answer answer = new Answer();

    Errand(Parcel parcel) {
        this.parcel = parcel;
    }

    /// Waits for its end, or that of the process, whose line somebody else may hold open.
    ///
    /// @param state that of the worker
    /// @param watch looks after the process meanwhile
    /// @return whether it was answered; if not, the worker is gone or going
    boolean await(LifeState state, Watch watch) throws InterruptedException {
        while (state.isAlive()) {
            long pauseNanos = watch.pauseNanos();
            long nanos = pauseNanos < 0 ? LifeState.TERM_NANOS : pauseNanos;
            if (over.await(nanos, TimeUnit.NANOSECONDS)) {
                return answered;
            }
            if (pauseNanos >= 0) {
                watch.look();
            }
        }
        // What it has written last may still be on its way.
        return over.await(LifeState.TERM_NANOS, TimeUnit.NANOSECONDS) && answered;
    }

    Answer answer() {
        return answer;
    }

    /// Waits until there may be room for it, or nobody will answer; for a while.
    void awaitRoom() throws InterruptedException {
        boolean _ = room.tryAcquire(LifeState.TERM_NANOS, TimeUnit.NANOSECONDS);
    }

    void mayHaveRoom() {
        room.release();
    }

    /// Nobody will answer.
    void giveUp() {
        over.countDown();
        room.release();
    }

    @Override
    public String label() {
        return "worker-action";
    }

    @Override
    public void run() {
        throw new AssertionError("An errand runs elsewhere");
    }

    @Override
    public boolean mayWait() {
        return false;
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public String name(Parcel sent) {
        return "worker-action";
    }

    @Override
    public long number(Parcel sent) {
        return 0;
    }

    @Override
    public int attempt() {
        return 0;
    }

    @Override
    public @Nullable Parcel next(RemoteWorker worker, int most) {
        return parcel;
    }

    @Override
    public void answered(RemoteWorker worker, Parcel sent, int call, Answer given) {
        byte[] kept = given.kept();
        answer.fill(given.kind(), kept, 0, kept.length, false, given.arrays());
        answered = true;
        over.countDown();
    }

    @Override
    public void lost(RemoteWorker worker, Parcel sent, int call, WorkerLoss loss) {
        giveUp();
    }

    @Override
    public boolean handedBack(Parcel sent, int from, int to) {
        giveUp();
        return false;
    }
}
