package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends the items of a window to workers elsewhere, as long as there are any. It counts for no
/// task itself.
/* One word says whether the run is in the backend's queue (bit 0) and how many of its items are in
 * flight (the rest); LEFT is final. The run is in the queue while there may be items to send: the
 * feeder puts it there after each item unless it is there, and it is put there again if it looks for
 * an item, finds none, takes itself out, and then sees one. Whoever makes the word zero lets the run
 * leave; for what is fed later there is another run.
 *
 * Items that come back, from a worker that is gone or for another that is free, wait in `returned`
 * and go first. They are not in flight, but the run is in the queue as long as there are any.
 */
final class StreamRun extends TaskRun<Void> {
    private static final long QUEUED = 1;
    private static final long IN_FLIGHT = 2;
    private static final long LEFT = -1;

    private final RemoteCrew crew;
    private final AtomicLong state = new AtomicLong(QUEUED);
    private final Queue<ItemParcel> returned = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    // Written and read by the one who sends.
    private boolean isSending;

    StreamRun(Pool pool, Settings settings, RemoteCrew crew) {
        super(pool, settings, crew);
        this.crew = crew;
        onEnd(
                new Hook() {
                    @Override
                    void ended(Completion completion) {
                        crew.forget(StreamRun.this);
                        if (!hasLeft() && !isRunning()) {
                            crew.failed(StreamRun.this, Crew.causeOf(completion));
                        }
                    }
                });
    }

    @Override
    boolean isCounted() {
        return false;
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    /// Whether it sends nothing more, and nothing is in flight.
    boolean hasLeft() {
        return state.get() == LEFT;
    }

    void leaveForGood() {
        state.set(LEFT);
    }

    /// Says that there is an item to be sent.
    ///
    /// @return false if this run has left
    boolean signal() {
        long now = state.get();
        while ((now & QUEUED) == 0) {
            if (state.compareAndSet(now, now | QUEUED)) {
                pool.backend().execute(this);
                return true;
            }
            now = state.get();
        }
        return now != LEFT;
    }

    @Override
    public @Nullable Parcel next(RemoteWorker own) {
        if (!isSending) {
            if (claim(own) == null) {
                if (isEnded() && !hasLeft()) {
                    crew.failed(this, Crew.causeOf(this));
                }
                return null;
            }
            isSending = true;
        }
        ItemParcel parcel = isOver() ? null : nextParcel();
        if (parcel == null) {
            leaveBackendsQueue();
        } else {
            state.addAndGet(IN_FLIGHT);
        }
        return parcel;
    }

    private @Nullable ItemParcel nextParcel() {
        ItemParcel back = returned.poll();
        return back == null ? crew.window.claimParcel() : back;
    }

    private boolean isOver() {
        return stopped || isEnded() || pool.isStopping();
    }

    private void leaveBackendsQueue() {
        long now = state.updateAndGet(word -> word & ~QUEUED);
        if (isOver()) {
            dropReturned();
        }
        boolean more = !isOver() && (!returned.isEmpty() || crew.window.hasUnclaimed());
        if (more) {
            boolean _ = signal();
        } else if (now == 0) {
            leaveIfIdle();
        }
    }

    private void dropReturned() {
        while (returned.poll() != null) {
            pool.journal().counters().ended(TaskStatus.CANCELLED, 1);
        }
    }

    private void leaveIfIdle() {
        if (state.compareAndSet(0, LEFT)) {
            finish(claimer(), Ended.NOTHING);
            crew.window.wakeTakerIfOver();
        }
    }

    // Answers.

    @Override
    public void answered(RemoteWorker own, Parcel parcel, byte kind, byte[] bytes) {
        ItemParcel item = (ItemParcel) parcel;
        Object raw = Item.arrived(own, item, kind, bytes, details(own, item));
        publish(item, raw, Ended.statusOf(raw));
    }

    @Override
    public void lost(RemoteWorker own, Parcel parcel, WorkerLoss loss) {
        ItemParcel item = (ItemParcel) parcel;
        publish(item, Ended.lost(loss, details(own, item).get()), TaskStatus.WORKER_LOST);
    }

    private void publish(ItemParcel item, Object raw, TaskStatus status) {
        pool.journal().counters().ended(status, 1);
        crew.window.publish(item.number(), raw);
        landed(1);
    }

    private void landed(int parcels) {
        if (state.addAndGet(-IN_FLIGHT * parcels) == 0) {
            leaveIfIdle();
        }
    }

    @Override
    public boolean handedBack(Parcel parcel) {
        returned.add((ItemParcel) parcel);
        long before = state.getAndUpdate(word -> (word - IN_FLIGHT) | QUEUED);
        return (before & QUEUED) == 0;
    }

    private Supplier<String> details(Worker own, ItemParcel item) {
        return () -> crew.window.details(item.number()) + ", worker=" + own.name();
    }

    // Its end from outside.

    @Override
    public int attempt() {
        return 0;
    }

    @Override
    public String name(Parcel parcel) {
        return name() + "-item";
    }

    @Override
    public long number(Parcel parcel) {
        return ((ItemParcel) parcel).number();
    }

    @Override
    void interruptWork(RemoteWorker own, int attempt) {
        stopped = true;
        for (Worker each : pool.backend().workers()) {
            int back = each instanceof RemoteWorker elsewhere ? elsewhere.recall(this) : 0;
            if (back > 0) {
                pool.journal().counters().ended(TaskStatus.CANCELLED, back);
                landed(back);
            }
            // Whatever could not be recalled has isSending.
            each.interrupt(this, 0);
        }
    }

    @Override
    void killWork(RemoteWorker own, int attempt) {
        for (Worker each : pool.backend().workers()) {
            if (each instanceof RemoteWorker elsewhere) {
                elsewhere.kill(this, 0);
            }
        }
    }

    @Override
    boolean drained(Ended end) {
        if (super.drained(end)) {
            return true;
        }
        stopped = true;
        dropReturned();
        if (end.cause() instanceof WorkerStartException broken) {
            crew.window.refuse(broken);
        }
        stop(Stop.SHUTDOWN);
        long now = state.updateAndGet(word -> word == LEFT ? LEFT : word & ~QUEUED);
        // Some may have come back in between.
        dropReturned();
        if (now == 0) {
            leaveIfIdle();
        }
        return false;
    }

    @Override
    long runAgainAfter(Object end) {
        return -1;
    }
}
