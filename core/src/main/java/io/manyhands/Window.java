package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The bounded window of a map: items go in at one end, results come out at the other.
///
/// One thread feeds and one takes (it may be the same); any number of workers are in between.
/* Items are numbered. Two rings of at least `most` places hold them:
 *
 *   taken <= (results waiting, items running) <= claimed <= (items waiting) <= fed
 *   fed - taken <= most
 *
 * A worker takes the next item by moving `claimed` with compare-and-set. It reads the item before
 * that: as long as `claimed` stands at an item, none of the places up to it has been used again,
 * since a result must have been taken for each item fed beyond that. So a slow item holds
 * up its own worker and nobody else. Who the workers are, and how they are called, is told in Crew.
 *
 * A result is put at its item's number, or for results as completed at the next number of
 * `completed`; either way the taker looks at one place only. A place is null while there is no
 * result. Taker and feeder park: each announces itself in `taker` or `feeder`, looks once more, and
 * parks; the other side writes first and looks for the announcement then.
 *
 * Field               written by                        read by
 * fed, input...       the feeder                        all
 * claimed             workers, whoever closes           all
 * completed           workers                           workers
 * taken               the taker                         all
 * state               feeder (REFUSED), closer          all
 * taker, feeder       the waiting thread itself         who wakes it
 */
final class Window {
    /// Whether items are run and taken.
    enum State {
        OPEN,
        /// The workers were shut down: what is in the window is run, nothing more is fed.
        REFUSED,
        /// By `shutdownNow`: nothing more is run.
        STOPPED,
        /// By the user: nothing more is run or taken.
        CLOSED
    }

    /// How often, at least, the taker looks after the feeder while it takes a window of results.
    private static final int LOOKS = 16;

    /// How many results it takes between two looks at most.
    private static final int MOST_UNSEEN = 64;

    private static final VarHandle CLAIMED;
    private static final VarHandle STATE;
    private static final VarHandle PLACES = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(Window.class, "claimed", long.class);
            STATE = lookup.findVarHandle(Window.class, "state", State.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Pool pool;
    private final Settings settings;
    private final Item item;
    private final WindowShape shape;
    private final WindowLimit limit;
    private final int parallelism;
    private final int mask;
    private final @Nullable Object[] items;
    private final @Nullable Object[] results;
    private final Crew crew;
    // In lines of their own: they are written for each item, by different processors.
    private final LoneLong fed = new LoneLong();
    private final LoneLong taken = new LoneLong();
    private volatile long claimed;
    private final AtomicLong completed = new AtomicLong();
    // The feeder's own: up to which number there is room, as far as it knows.
    private long roomUntil;
    // The taker looks whether the feeder waits when its number has none of these bits.
    private final int lookMask;
    private volatile State state = State.OPEN;
    private volatile boolean inputEnded;
    private volatile @Nullable Throwable inputFailure;
    // The taker's own.
    private boolean finished;
    private volatile @Nullable Throwable refusal;
    private volatile @Nullable Thread taker;
    private volatile @Nullable Thread feeder;
    // The thread of its own that goes through the input, if there is one.
    private volatile @Nullable Thread inputThread;

    Window(Pool pool, Settings settings, Item item, WindowShape shape) {
        this.pool = pool;
        this.settings = settings;
        this.item = item;
        this.shape = shape;
        this.limit = WindowLimit.of(shape, pool.isRemote());
        int most = limit.most();
        this.parallelism = Math.min(pool.backend().parallelism(), most);
        int places = most == 1 ? 1 : Integer.highestOneBit(most - 1) << 1;
        this.mask = places - 1;
        this.items = new Object[places];
        this.results = new Object[places];
        this.lookMask = Integer.highestOneBit(Math.clamp(most / LOOKS, 1, MOST_UNSEEN)) - 1;
        this.crew = Crew.of(this, pool, settings);
        pool.windows().opened(this);
    }

    // The feeder's side.

    /// Says which thread goes through the input, so that it can be interrupted.
    void fedBy(Thread thread) {
        inputThread = thread;
        if (state != State.OPEN) {
            thread.interrupt();
        }
    }

    boolean hasRoom() {
        return fed.get() - taken.get() < limit.now();
    }

    /// As [#hasRoom()], for the feeder, without a look at the taker each time.
    private boolean hasRoomToFeed() {
        long next = fed.getOwn();
        if (next < roomUntil) {
            return true;
        }
        roomUntil = taken.get() + limit.now();
        return next < roomUntil;
    }

    /// Waits until there is room.
    ///
    /// @return false if nothing more is to be fed
    boolean awaitRoom() {
        if (state == State.OPEN && !hasRoomToFeed()) {
            limit.full(fed.getOwn(), pool.time().nanos());
            crew.pausing();
        }
        while (state == State.OPEN && !hasRoomToFeed()) {
            feeder = Thread.currentThread();
            if (state == State.OPEN && !hasRoomToFeed()) {
                LockSupport.park(this);
            }
            feeder = null;
        }
        return state == State.OPEN;
    }

    /// Feeds an item, for which there must be room.
    ///
    /// @return false if nothing more is to be fed
    boolean add(@Nullable Object next) {
        if (state != State.OPEN) {
            return false;
        }
        long number = fed.getOwn();
        items[(int) number & mask] = crew.packed(number, next);
        crew.feeding();
        fed.set(number + 1);
        crew.fed(number);
        if (state != State.OPEN && state != State.REFUSED) {
            dropUnclaimed();
        }
        return state == State.OPEN;
    }

    /// Says that all there was has been fed, or that the input failed.
    void endInput(@Nullable Throwable failure) {
        inputFailure = failure;
        inputEnded = true;
        crew.pausing();
        wakeTaker();
    }

    /// Takes no more items; those in the window are run.
    void refuse(@Nullable Throwable cause) {
        if (refusal == null) {
            refusal = cause;
        }
        if (STATE.compareAndSet(this, State.OPEN, State.REFUSED)) {
            wakeAll();
        }
    }

    // The workers' side.

    void publish(long number, Object result) {
        long at = shape.ordered() ? number : completed.getAndIncrement();
        PLACES.setVolatile(results, (int) at & mask, result);
        Thread waiting = taker;
        if (waiting != null && at == taken.get()) {
            LockSupport.unpark(waiting);
        }
    }

    /// Publishes results that follow each other.
    ///
    /// @param number the first one's number
    void publish(long number, ItemsParcel.Settled settled) {
        int count = settled.to() - settled.from();
        long at = shape.ordered() ? number : completed.getAndAdd(count);
        for (int i = 0; i < count; i++) {
            PLACES.setRelease(results, (int) (at + i) & mask, settled.ends()[settled.from() + i]);
        }
        // As the taker announces itself and then looks.
        VarHandle.fullFence();
        Thread waiting = taker;
        if (waiting != null) {
            long behind = taken.get() - at;
            if (behind >= 0 && behind < count) {
                LockSupport.unpark(waiting);
            }
        }
    }

    void publishFailure(long number, Throwable failure) {
        pool.journal().counters().ended(TaskStatus.FAILED, 1);
        publish(number, Ended.failed(failure, details(number)));
    }

    boolean mayRun() {
        State now = state;
        return now == State.OPEN || now == State.REFUSED;
    }

    /// The first item that no worker has claimed, or a number that [#hasUnclaimed()] denies.
    long firstUnclaimed() {
        return claimed;
    }

    /// The number of the item that is fed next.
    long fed() {
        return fed.get();
    }

    boolean hasUnclaimed() {
        return mayRun() && unclaimed() > 0;
    }

    long unclaimed() {
        return fed.get() - claimed;
    }

    /// How many items wait that the crew counts when they are claimed: about.
    long uncounted() {
        return crew.countsClaims() ? Math.max(0, unclaimed()) : 0;
    }

    /// An item, which is to be read before it is claimed.
    @Nullable Object itemAt(long number) {
        return items[(int) number & mask];
    }

    /// Claims items that are not claimed, and were fed.
    ///
    /// @param first the first one's number
    /// @param end the number behind the last one
    boolean claim(long first, long end) {
        return CLAIMED.compareAndSet(this, first, end);
    }

    String details(long number) {
        return "task=" + settings.name() + ", item=" + number + ", code=" + item.code();
    }

    // The taker's side.

    /// Takes a result if there is one.
    ///
    /// @return the raw result, or null
    @Nullable Object poll() {
        long at = taken.getOwn();
        int place = (int) at & mask;
        Object result = PLACES.getVolatile(results, place);
        if (result == null) {
            return null;
        }
        PLACES.set(results, place, null);
        taken.setRelease(at + 1);
        if (((at + 1) & lookMask) == 0) {
            lookAtFeeder();
        }
        // Decoded by its user.
        return Arrived.settled(result);
    }

    private void lookAtFeeder() {
        // As the feeder announces itself and then looks.
        VarHandle.fullFence();
        Thread waiting = feeder;
        if (waiting != null && isTimeToFeed()) {
            LockSupport.unpark(waiting);
        }
    }

    /// Takes a result, and waits for it.
    ///
    /// @return the raw result, or null at the end
    @Nullable Object take() throws InterruptedException {
        Object result = poll();
        if (result != null || finished) {
            return result == null ? null : given(result);
        }
        Pool lender = Waits.lendSeat(pool);
        taker = Thread.currentThread();
        try {
            return awaitResult();
        } finally {
            taker = null;
            Waits.takeSeatBack(lender);
        }
    }

    private @Nullable Object awaitResult() throws InterruptedException {
        while (true) {
            boolean over = isOver();
            Object result = poll();
            if (result != null) {
                return given(result);
            }
            if (over) {
                return end();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // Room too small to wake the feeder for is worth it before a long wait.
            LockSupport.unpark(feeder);
            crew.awaitMore();
        }
    }

    /// Whether somebody goes through the input.
    boolean isFed() {
        return !inputEnded;
    }

    /// Whether the next result is here.
    boolean hasResult() {
        return PLACES.getVolatile(results, (int) taken.get() & mask) != null;
    }

    /// A result, unless it is a failure that the interrupt of the close may have caused.
    private Object given(Object result) {
        if (result instanceof Ended && state == State.CLOSED) {
            throw closed();
        }
        return result;
    }

    private CancellationException closed() {
        return new CancellationException("The results were closed: taken=" + taken.get());
    }

    /// The end, as it came.
    private @Nullable Object end() {
        State how = state;
        if (isExhausted()) {
            finished = true;
            close(State.CLOSED);
            Throwable failure = inputFailure;
            if (failure != null) {
                throw Copies.<RuntimeException>sneak(failure);
            }
            return null;
        }
        close(State.CLOSED);
        switch (how) {
            case REFUSED ->
                    throw new RejectedExecutionException(
                            "Workers that were shut down take no more items: taken=" + taken.get(),
                            refusal);
            case STOPPED ->
                    throw new CancellationException(
                            "The workers were stopped: taken=" + taken.get());
            default -> throw closed();
        }
    }

    private boolean isExhausted() {
        return inputEnded && taken.get() == fed.get();
    }

    private boolean isOver() {
        State now = state;
        return isExhausted() || now == State.CLOSED || (now != State.OPEN && !crew.isAtWork());
    }

    /// Not for every result: the feeder is woken for a good part of the window, or when workers may
    /// be without an item.
    private boolean isTimeToFeed() {
        int most = limit.now();
        long held = fed.get() - taken.get();
        return most - held >= Math.max(1, most / 2) || unclaimed() < parallelism;
    }

    void wakeTakerIfOver() {
        if (state != State.OPEN) {
            wakeTaker();
        }
    }

    private void wakeTaker() {
        LockSupport.unpark(taker);
    }

    // The end.

    boolean isOpen() {
        return state == State.OPEN;
    }

    /// Whether its user has closed it before everything was taken.
    boolean isClosedEarly() {
        return state == State.CLOSED && !isExhausted();
    }

    Item item() {
        return item;
    }

    /// How many items it may ever hold.
    int mostItems() {
        return limit.most();
    }

    WindowShape shape() {
        return shape;
    }

    int parallelism() {
        return parallelism;
    }

    /// Ends it: items that no worker has claimed are dropped, and for CLOSED those that run are
    /// interrupted.
    void close(State how) {
        State before = state;
        while (before.compareTo(how) < 0 && !STATE.compareAndSet(this, before, how)) {
            before = state;
        }
        if (before.compareTo(how) >= 0) {
            return;
        }
        dropUnclaimed();
        if (how == State.CLOSED) {
            pool.windows().closed(this);
            if (!isExhausted()) {
                crew.cancel();
            }
        }
        wakeAll();
    }

    private void wakeAll() {
        wakeTaker();
        LockSupport.unpark(feeder);
        interruptInput();
    }

    private void interruptInput() {
        Thread reading = inputThread;
        if (reading != null && !inputEnded) {
            reading.interrupt();
        }
    }

    private void dropUnclaimed() {
        while (true) {
            long from = claimed;
            long to = fed.get();
            if (from >= to) {
                return;
            }
            if (claim(from, to)) {
                crew.claimed((int) (to - from));
                pool.journal().counters().ended(TaskStatus.CANCELLED, (int) (to - from));
                return;
            }
        }
    }
}
