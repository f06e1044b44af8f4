package io.manyhands;

import io.manyhands.spi.LocalWorker;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Threads of this JVM visit the window in turns, and run items there.
/* `active` counts the runs that are queued or running, `starting` those of them that have not yet
 * looked for an item. A run that finds none leaves: it takes itself off `active` and then looks once
 * more, as the feeder first feeds and then looks at `active`.
 *
 * The feeder calls a run only if none is `starting`, and a run that claims an item calls the next if
 * it sees more of them. So items that block get a run each, one after the other, and items that cost
 * nothing do not pay for one. A run takes itself off `starting` and then looks what was fed; the
 * feeder feeds and then looks at `starting`: for an item for which it calls nobody there is a run
 * that will see it, and claim it or call another or find all of them called.
 *
 * There are no chunks in which items could be caught behind a slow one. What is automatic is a
 * worker's turn: it goes on for about a millisecond's worth of items before it looks whether others
 * wait for a worker, and queues behind them if so.
 */
final class LocalCrew extends Crew {
    private static final long TURN_NANOS = 1_000_000;
    private static final int LONGEST_TURN = 1 << 16;

    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    // How many items a worker does in its turn. Racy: a guess by all of them.
    private int turn;

    LocalCrew(Window window, Pool pool, Settings settings) {
        super(window, pool, settings);
        this.turn = Math.max(1, window.shape().chunk());
    }

    @Override
    void fed(long number) {
        callRunner();
    }

    @Override
    boolean isAtWork() {
        return active.get() > 0;
    }

    @Override
    void leave(TaskRun<?> run) {
        arrived((WindowRun) run);
        active.decrementAndGet();
        window.wakeTakerIfOver();
    }

    /// Calls a run, unless one is on its way.
    private void callRunner() {
        if (window.isOpen() && starting.get() == 0 && enter()) {
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
        while (now < window.parallelism()) {
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
            now = active.get();
        }
        return false;
    }

    /// Runs items for a turn.
    ///
    /// @return true to be queued again, behind those that wait for a worker
    boolean runTurn(WindowRun run) {
        arrived(run);
        long began = pool.time().nanos();
        int left = turn;
        while (true) {
            if (!window.mayRun() || !runNext(run)) {
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
        if (window.hasUnclaimed() && enter()) {
            return true;
        }
        window.wakeTakerIfOver();
        return false;
    }

    private boolean runNext(WindowRun run) {
        WindowItems items = window.items();
        while (true) {
            long number = items.firstUnclaimed();
            long waiting = items.unclaimed();
            if (waiting <= 0) {
                return false;
            }
            Object packed = items.at(number);
            if (items.claim(number, number + 1)) {
                if (waiting > 1) {
                    callAnother();
                }
                run.runs(number);
                Object result = result(number, packed);
                run.restsBetween();
                window.results().publish(number, result);
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
        Object result = null;
        Throwable failure = null;
        try {
            result = window.item().apply(packed);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        LocalWorker own = Objects.requireNonNull(LocalWorker.current());
        failure = TaskRun.failureAtEnd(own, failure);
        if (failure != null || result == null) {
            result = Ended.failed(Objects.requireNonNull(failure), window.details(number));
            pool.journal().counters().ended(TaskStatus.FAILED, 1);
            pool.journal().itemFailed(settings.name(), number, result);
        } else {
            pool.journal().counters().ended(TaskStatus.SUCCEEDED, 1);
        }
        // What an item did to the interrupt status is not for the next one.
        boolean _ = Thread.interrupted();
        return result;
    }

    private void adaptTurn(long nanos) {
        if (window.shape().chunk() > 0) {
            return;
        }
        if (nanos < TURN_NANOS / 2) {
            turn = Math.min(LONGEST_TURN, turn * 2);
        } else if (nanos > TURN_NANOS * 2) {
            turn = Math.max(1, turn / 2);
        }
    }
}
