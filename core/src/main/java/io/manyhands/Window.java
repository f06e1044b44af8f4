package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The bounded window of a map: items go in at one end, results come out at the other.
///
/// One thread feeds and one takes (it may be the same); any number of workers are in between.
/* Items are numbered. Two rings of at least `capacity` places hold them:
 *
 *   taken <= (results waiting, items running) <= claimed <= (items waiting) <= fed
 *   fed - taken <= capacity
 *
 * A worker takes the next item by moving `claimed` with compare-and-set. It reads the item before
 * that: as long as `claimed` stands at an item, none of the places up to it has been used again,
 * since a result must have been taken for each item fed beyond the capacity. So a slow item holds
 * up its own worker and nobody else; there are no chunks in which others could be caught behind it.
 * What is automatic is a worker's turn: it goes on for about a millisecond's worth of items before
 * it looks whether others wait for a worker, and queues behind them if so.
 *
 * A result is put at its item's number, or for results as completed at the next number of
 * `completed`; either way the taker looks at one place only. A place is null while there is no
 * result. Taker and feeder park: each announces itself in `taker` or `feeder`, looks once more, and
 * parks; the other side writes first and looks for the announcement then.
 *
 * `active` counts the runs that are queued or running, `starting` those of them that have not yet
 * looked for an item. A run that finds none leaves: it takes itself off `active` and then looks once
 * more, as the feeder first feeds and then looks at `active`.
 *
 * The feeder calls a run only if none is `starting`, and a run that claims an item calls the next if
 * it sees more of them. So items that block get a run each, one after the other, and items that cost
 * nothing do not pay for one. A run takes itself off `starting` and then looks what was fed; the
 * feeder feeds and then looks at `starting`: for an item for which it calls nobody there is a run
 * that will see it, and claim it or call another or find all of them called.
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

    private static final long TURN_NANOS = 1_000_000;
    private static final int LONGEST_TURN = 1 << 16;

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
    private final int parallelism;
    private final int mask;
    private final @Nullable Object[] items;
    private final @Nullable Object[] results;
    private final Set<TaskRun<?>> runs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    private volatile long fed;
    private volatile long claimed;
    private final AtomicLong completed = new AtomicLong();
    private volatile long taken;
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
    // How many items a worker does in its turn. Racy: a guess by all of them.
    private int turn;

    Window(Pool pool, Settings settings, Item item, WindowShape shape) {
        this.pool = pool;
        this.settings = settings;
        this.item = item;
        this.shape = shape;
        this.parallelism = Math.min(pool.backend().parallelism(), shape.capacity());
        int places = shape.capacity() == 1 ? 1 : Integer.highestOneBit(shape.capacity() - 1) << 1;
        this.mask = places - 1;
        this.items = new Object[places];
        this.results = new Object[places];
        this.turn = Math.max(1, shape.chunk());
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
        return fed - taken < shape.capacity();
    }

    /// Waits until there is room.
    ///
    /// @return false if nothing more is to be fed
    boolean awaitRoom() {
        while (state == State.OPEN && !hasRoom()) {
            feeder = Thread.currentThread();
            if (state == State.OPEN && !hasRoom()) {
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
        long number = fed;
        Object packed = item.pack(next);
        if (isByTask()) {
            fed = number + 1;
            addTask(number, packed);
        } else {
            pool.journal().counters().submitted.increment();
            items[(int) number & mask] = packed;
            fed = number + 1;
            callRunner();
        }
        if (state != State.OPEN && state != State.REFUSED) {
            dropUnclaimed();
        }
        return state == State.OPEN;
    }

    /// Says that all there was has been fed, or that the input failed.
    void endInput(@Nullable Throwable failure) {
        inputFailure = failure;
        inputEnded = true;
        wakeTaker();
    }

    private boolean isByTask() {
        return !settings.isPlain() || pool.journal().hasListener();
    }

    /// Calls a run, unless one is on its way.
    private void callRunner() {
        if (state == State.OPEN && starting.get() == 0 && enter()) {
            WindowRun run = new WindowRun(pool, settings, this);
            send(run);
            start(run);
        }
    }

    private void send(WindowRun run) {
        run.leaves();
        starting.incrementAndGet();
    }

    /// A run is on its way no more: it looks for an item now, or never will.
    void arrived(WindowRun run) {
        if (run.arrives()) {
            starting.decrementAndGet();
        }
    }

    private boolean enter() {
        int now = active.get();
        while (now < parallelism) {
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
            now = active.get();
        }
        return false;
    }

    /// An item that is a task of its own is claimed by being submitted.
    private void addTask(long number, @Nullable Object packed) {
        active.incrementAndGet();
        if (mayRun() && CLAIMED.compareAndSet(this, number, number + 1)) {
            start(new ItemRun(pool, settings, this, number, packed));
        } else {
            pool.journal().counters().submitted.increment();
            leave();
        }
    }

    /// Submits a run. It is among the runs only once it is accepted, so that nobody can cancel what
    /// the pool does not count; a close in between is noticed here.
    private void start(TaskRun<?> run) {
        try {
            pool.enqueue(run);
        } catch (Throwable refused) {
            if (!run.isEnded()) {
                if (run instanceof WindowRun visit) {
                    arrived(visit);
                }
                failed(refused);
            }
            return;
        }
        runs.add(run);
        if (run.isEnded()) {
            runs.remove(run);
        } else if (state == State.CLOSED && !isExhausted()) {
            boolean _ = run.cancel(true);
        }
    }

    /// A run has ended that could not leave by itself: nobody may be left to run what was fed.
    void failed(Throwable cause) {
        refuse(cause);
        leave();
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

    /// Runs items for a turn.
    ///
    /// @return true to be queued again, behind those that wait for a worker
    boolean runTurn(WindowRun run) {
        arrived(run);
        long began = pool.time().nanos();
        int left = turn;
        while (true) {
            if (!mayRun() || !runNext()) {
                if (!run.mayContinue()) {
                    return false;
                }
            } else if (--left == 0) {
                long now = pool.time().nanos();
                adaptTurn(now - began);
                if (pool.backend().hasQueued()) {
                    send(run);
                    return true;
                }
                began = now;
                left = turn;
            }
        }
    }

    /// Leaves the active runs, unless there is more to do.
    ///
    /// @return true to stay
    boolean leaveOrStay() {
        active.decrementAndGet();
        if (mayRun() && fed - claimed > 0 && enter()) {
            return true;
        }
        wakeTakerIfOver();
        return false;
    }

    /// A run has ended that cannot leave by itself.
    void leave() {
        active.decrementAndGet();
        wakeTakerIfOver();
    }

    void forget(TaskRun<?> run) {
        runs.remove(run);
    }

    void publish(long number, Object result) {
        long at = shape.ordered() ? number : completed.getAndIncrement();
        PLACES.setVolatile(results, (int) at & mask, result);
        Thread waiting = taker;
        if (waiting != null && at == taken) {
            LockSupport.unpark(waiting);
        }
    }

    Object apply(@Nullable Object packed) throws Exception {
        return item.apply(packed);
    }

    String code() {
        return item.code();
    }

    private boolean mayRun() {
        State now = state;
        return now == State.OPEN || now == State.REFUSED;
    }

    private boolean runNext() {
        while (true) {
            long number = claimed;
            long end = fed;
            if (number >= end) {
                return false;
            }
            Object packed = items[(int) number & mask];
            if (CLAIMED.compareAndSet(this, number, number + 1)) {
                if (end - number > 1) {
                    callAnother();
                }
                publish(number, result(number, packed));
                return true;
            }
        }
    }

    /// Calls a run, for another that has a claimed item and goes on alone if there can be no other.
    private void callAnother() {
        try {
            callRunner();
        } catch (Throwable noThread) {
            pool.journal().report("No worker could be called for a map", noThread);
        }
    }

    private Object result(long number, @Nullable Object packed) {
        Object result;
        try {
            result = item.apply(packed);
            pool.journal().counters().ended(TaskStatus.SUCCEEDED, 1);
        } catch (Throwable failure) {
            result = Ended.failed(failure, details(number));
            pool.journal().counters().ended(TaskStatus.FAILED, 1);
        }
        // What an item did to the interrupt status is not for the next one.
        boolean _ = Thread.interrupted();
        return result;
    }

    private String details(long number) {
        return "task=" + settings.name() + ", item=" + number + ", code=" + item.code();
    }

    private void adaptTurn(long nanos) {
        if (shape.chunk() > 0) {
            return;
        }
        if (nanos < TURN_NANOS / 2) {
            turn = Math.min(LONGEST_TURN, turn * 2);
        } else if (nanos > TURN_NANOS * 2) {
            turn = Math.max(1, turn / 2);
        }
    }

    // The taker's side.

    /// Takes a result if there is one.
    ///
    /// @return the raw result, or null
    @Nullable Object poll() {
        long at = taken;
        int place = (int) at & mask;
        Object result = PLACES.getVolatile(results, place);
        if (result == null) {
            return null;
        }
        PLACES.set(results, place, null);
        taken = at + 1;
        Thread waiting = feeder;
        if (waiting != null && isTimeToFeed()) {
            LockSupport.unpark(waiting);
        }
        return result;
    }

    /// Takes a result, and waits for it.
    ///
    /// @return the raw result, or null at the end
    @Nullable Object take() throws InterruptedException {
        Object result = poll();
        if (result != null || finished) {
            return result == null ? null : given(result);
        }
        Pool lender = pool.lendSeat();
        taker = Thread.currentThread();
        try {
            return awaitResult();
        } finally {
            taker = null;
            Pool.takeSeatBack(lender);
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
            LockSupport.park(this);
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
        return new CancellationException("The results were closed: taken=" + taken);
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
                            "Workers that were shut down take no more items: taken=" + taken,
                            refusal);
            case STOPPED ->
                    throw new CancellationException("The workers were stopped: taken=" + taken);
            default -> throw closed();
        }
    }

    private boolean isExhausted() {
        return inputEnded && taken == fed;
    }

    private boolean isOver() {
        State now = state;
        return isExhausted() || now == State.CLOSED || (now != State.OPEN && active.get() == 0);
    }

    /// Not for every result: the feeder is woken for a good part of the window, or when workers may
    /// be without an item.
    private boolean isTimeToFeed() {
        long room = shape.capacity() - (fed - taken);
        return room >= Math.max(1, shape.capacity() / 4) || fed - claimed < parallelism;
    }

    private void wakeTakerIfOver() {
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
                runs.forEach(run -> run.cancel(true));
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
            long to = fed;
            if (from >= to) {
                return;
            }
            if (CLAIMED.compareAndSet(this, from, to)) {
                pool.journal().counters().ended(TaskStatus.CANCELLED, (int) (to - from));
                return;
            }
        }
    }
}
