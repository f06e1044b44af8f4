package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.Codec;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
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
    private final Deque<Rest> returned = new ConcurrentLinkedDeque<>();
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

    @Override
    public int waiting() {
        int back = 0;
        for (Rest each : returned) {
            back += each.items();
        }
        return back + (int) crew.window.items().unclaimed();
    }

    @Override
    public boolean mayBePutOff() {
        // What came back has waited long enough.
        return returned.isEmpty() && !isOver();
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
    public @Nullable Parcel next(RemoteWorker own, int most) {
        if (!isSending) {
            if (claim(own) == null) {
                if (isEnded() && !hasLeft()) {
                    crew.failed(this, Crew.causeOf(this));
                }
                return null;
            }
            isSending = true;
        }
        ItemsParcel parcel = isOver() ? null : nextParcel(most);
        if (parcel == null) {
            leaveBackendsQueue();
        } else {
            state.addAndGet(IN_FLIGHT * parcel.calls());
        }
        return parcel;
    }

    @Override
    public boolean isFilling() {
        return crew.isFilling();
    }

    private @Nullable ItemsParcel nextParcel(int most) {
        Rest back = returned.pollFirst();
        return back == null ? crew.claimParcel(mostInChunk(most)) : parcelOf(back, most);
    }

    private ItemsParcel parcelOf(Rest back, int most) {
        try {
            int to = back.from + Math.min(most, back.items());
            ItemsParcel parcel = back.parcel.slice(back.from, to);
            if (to < back.to) {
                returned.addFirst(new Rest(back.parcel, to, back.to));
            }
            return parcel;
        } catch (Throwable failure) {
            // For want of memory, say: nothing of it is lost.
            returned.addFirst(back);
            throw failure;
        }
    }

    /// Items of a parcel that came back.
    private record Rest(ItemsParcel parcel, int from, int to) {
        int items() {
            return to - from;
        }
    }

    private int mostInChunk(int most) {
        int wished = crew.window.shape().chunk();
        return wished == 0 ? most : Math.min(most, wished);
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
        Rest dropped = returned.pollFirst();
        while (dropped != null) {
            pool.journal().counters().ended(TaskStatus.CANCELLED, dropped.items());
            dropped = returned.pollFirst();
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
    public void answered(RemoteWorker own, Parcel parcel, int call, Answer answer) {
        ItemsParcel items = (ItemsParcel) parcel;
        Codec codec = items.codec(own);
        Object plain = Arrived.plain(codec, answer);
        items.keep(
                call,
                plain == null
                        ? Arrived.later(codec, answer, details(own, items.first() + call))
                        : plain);
    }

    @Override
    public void settle(Parcel parcel) {
        ItemsParcel items = (ItemsParcel) parcel;
        ItemsParcel.Settled settled = items.unsettled();
        int count = settled.to() - settled.from();
        if (count > 0) {
            int succeeded = 0;
            for (int i = settled.from(); i < settled.to(); i++) {
                TaskStatus status = Ended.statusOf(settled.ends()[i]);
                if (status == TaskStatus.SUCCEEDED) {
                    succeeded++;
                } else {
                    pool.journal().counters().ended(status, 1);
                    pool.journal().itemFailed(name(), items.first() + i, settled.ends()[i]);
                }
            }
            pool.journal().counters().ended(TaskStatus.SUCCEEDED, succeeded);
            pool.snapshots.release(items);
            crew.window.results().publish(items.first() + settled.from(), settled);
            items.settled(settled);
            landed(count);
        }
    }

    @Override
    public void lost(RemoteWorker own, Parcel parcel, int call, WorkerLoss loss) {
        long number = ((ItemsParcel) parcel).first() + call;
        Ended end = Ended.lost(loss, details(own, number).get());
        pool.journal().counters().ended(TaskStatus.WORKER_LOST, 1);
        pool.journal().itemFailed(name(), number, end);
        pool.snapshots.release(parcel);
        crew.window.results().publish(number, end);
        landed(1);
    }

    private void landed(int items) {
        if (state.addAndGet(-IN_FLIGHT * items) == 0) {
            leaveIfIdle();
        }
    }

    @Override
    public boolean handedBack(Parcel parcel, int from, int to) {
        returned.addLast(new Rest((ItemsParcel) parcel, from, to));
        int items = to - from;
        // Needs no memory: the items are back, and would be so twice.
        long before;
        do {
            before = state.get();
        } while (!state.compareAndSet(before, (before - IN_FLIGHT * items) | QUEUED));
        return (before & QUEUED) == 0;
    }

    @Override
    WorkersStatistics.@Nullable Running shown(Worker own, Worker.Doing doing) {
        return doing.parcel() instanceof ItemsParcel items
                ? new WorkersStatistics.Running(
                        own.name(), name(), items.first() + doing.call(), true)
                : null;
    }

    private Supplier<String> details(Worker own, long number) {
        return () -> crew.window.details(number) + ", worker=" + own.name();
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
        return ((ItemsParcel) parcel).first();
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
