package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The bounded window of a map: items go in at one end, results come out at the other.
///
/// One thread feeds and one takes (it may be the same); any number of workers are in between. The
/// parts have duties of their own: [WindowItems] what waits to be run, [WindowResults] what waits
/// to be taken, [WindowRoom] how far the one may be ahead of the other, [Crew] who runs the items.
/// Here is what they have in common: whether there is more to come, and how it ends.
///
/// Thread-safe but for what is the feeder's or the taker's.
///
/// *Memory consistency effects:* what the feeder does before it adds an item happens-before a
/// worker's work on it, which happens-before the taker has its result.
/* Items are numbered. Two rings of at least `most` places hold them:
 *
 *   taken <= (results waiting, items running) <= claimed <= (items waiting) <= fed
 *   fed - taken <= most
 *
 * A worker takes the next item by moving `claimed` with compare-and-set. It reads the item before
 * that: as long as `claimed` stands at an item, none of the places up to it has been used again,
 * since a result must have been taken for each item fed beyond that. So a slow item holds
 * up its own worker and nobody else.
 *
 * Whoever waits announces himself in his part, looks once more for all that can end his wait, and
 * parks: for the taker a result, the end of the input and the end of the window; for the feeder room
 * and the end of the window. The other side writes first and looks for the announcement then.
 *
 * Field               written by                        read by
 * state               feeder (REFUSED), closer          all
 * inputEnded...       the feeder                        all
 * inputThread         who starts the feeder             closer
 * refusal             who refuses, before `state`       the taker
 * finished            the taker                         the taker
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

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Window.class, "state", State.class);
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
    private final WindowItems items;
    private final WindowResults results;
    private final WindowRoom room;
    private final Crew crew;
    private final int number;
    private volatile State state = State.OPEN;
    private volatile boolean inputEnded;
    private volatile @Nullable Throwable inputFailure;
    // The thread of its own that goes through the input, if there is one.
    private volatile @Nullable Thread inputThread;
    private volatile @Nullable Throwable refusal;
    private boolean finished;

    Window(Pool pool, Settings settings, Item item, WindowShape shape) {
        this.pool = pool;
        this.settings = settings;
        this.item = item;
        this.shape = shape;
        this.limit = WindowLimit.of(shape, pool.isRemote());
        int most = limit.most();
        this.parallelism = Math.min(pool.backend().parallelism(), most);
        this.items = new WindowItems(most);
        this.results = new WindowResults(shape.ordered(), most);
        this.room = new WindowRoom(limit, items, results, parallelism);
        this.crew = Crew.of(this, pool, settings);
        this.number = pool.windows().nextNumber();
        pool.windows().opened(this);
    }

    /// By its number, so that the windows of a pool are gone through in the same order each time.
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    // The feeder's side.

    /// Says which thread goes through the input, so that it can be interrupted.
    void fedBy(Thread thread) {
        inputThread = thread;
        if (!isOpen()) {
            thread.interrupt();
        }
    }

    boolean hasRoom() {
        return room.isThere();
    }

    /// Waits until there is room.
    ///
    /// @return false if nothing more is to be fed
    boolean awaitRoom() {
        if (isOpen() && !room.isThereToFeed()) {
            limit.full(items.next(), pool.time().nanos());
            crew.pausing();
            room.await(this::isOpen);
        }
        return isOpen();
    }

    /// Feeds an item, for which there must be room.
    ///
    /// @return false if nothing more is to be fed
    boolean add(@Nullable Object next) {
        if (!isOpen()) {
            return false;
        }
        long number = items.next();
        Object packed = crew.packed(number, next);
        crew.feeding();
        items.add(packed);
        crew.fed(number);
        if (!mayRun()) {
            dropUnclaimed();
        }
        return isOpen();
    }

    /// Whether somebody goes through the input.
    boolean isFed() {
        return !inputEnded;
    }

    /// Says that all there was has been fed, or that the input failed.
    void endInput(@Nullable Throwable failure) {
        inputFailure = failure;
        inputEnded = true;
        crew.pausing();
        results.wakeTaker();
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

    /// What waits to be run.
    WindowItems items() {
        return items;
    }

    /// Where results are published.
    WindowResults results() {
        return results;
    }

    void publishFailure(long number, Throwable failure) {
        Ended end = Ended.failed(failure, details(number));
        pool.journal().counters().ended(TaskStatus.FAILED, 1);
        pool.journal().itemFailed(settings.name(), number, end);
        results.publish(number, end);
    }

    boolean mayRun() {
        State now = state;
        return now == State.OPEN || now == State.REFUSED;
    }

    boolean hasUnclaimed() {
        return mayRun() && items.unclaimed() > 0;
    }

    /// How many items wait that the crew counts when they are claimed: about.
    long uncounted() {
        return crew.countsClaims() ? Math.max(0, items.unclaimed()) : 0;
    }

    String details(long number) {
        return "task=" + settings.name() + ", item=" + number + ", code=" + item.code();
    }

    // The taker's side.

    /// Takes a result if there is one.
    ///
    /// @return the raw result, or null
    @Nullable Object poll() {
        Object result = results.poll();
        if (result == null) {
            return null;
        }
        room.grown(results.ownTaken());
        // Decoded by its user.
        return Arrived.settled(result);
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
        results.beginWait();
        try {
            return awaitResult();
        } finally {
            results.endWait();
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
            room.wake();
            crew.awaitMore();
        }
    }

    /// A result, unless it is a failure that the interrupt of the close may have caused.
    private Object given(Object result) {
        if (result instanceof Ended && state == State.CLOSED) {
            throw closed();
        }
        return result;
    }

    private CancellationException closed() {
        return new CancellationException("The results were closed: taken=" + results.taken());
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
                            "Workers that were shut down take no more items: taken="
                                    + results.taken(),
                            refusal);
            case STOPPED ->
                    throw new CancellationException(
                            "The workers were stopped: taken=" + results.taken());
            default -> throw closed();
        }
    }

    private boolean isExhausted() {
        return inputEnded && results.taken() == items.fed();
    }

    private boolean isOver() {
        State now = state;
        return isExhausted() || now == State.CLOSED || (now != State.OPEN && !crew.isAtWork());
    }

    void wakeTakerIfOver() {
        if (!isOpen()) {
            results.wakeTaker();
        }
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
        results.wakeTaker();
        room.wake();
        interruptInput();
    }

    private void interruptInput() {
        Thread reading = inputThread;
        if (reading != null && !inputEnded) {
            reading.interrupt();
        }
    }

    private void dropUnclaimed() {
        int dropped = items.claimAll();
        if (dropped > 0) {
            crew.claimed(dropped);
            pool.journal().counters().ended(TaskStatus.CANCELLED, dropped);
        }
    }
}
