package io.manyhands;

import io.manyhands.wire.Output;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Who runs the items of a window, and how: in turns of threads, elsewhere, or each item as a task
/// of its own. Thread-safe but for [#fed], which is the feeder's.
abstract class Crew {
    final Window window;
    final Pool pool;
    final Settings settings;
    // The feeder's own, to encode items in.
    private @Nullable Output room;
    private final Set<TaskRun<?>> runs = ConcurrentHashMap.newKeySet();

    Crew(Window window, Pool pool, Settings settings) {
        this.window = window;
        this.pool = pool;
        this.settings = settings;
    }

    /// Items that are tasks of their own, since each needs a state of its own, or shared runs.
    static Crew of(Window window, Pool pool, Settings settings) {
        if (!settings.isPlain() || pool.journal().hasListener() || pool.isBorrowed()) {
            return new ItemCrew(window, pool, settings);
        }
        return pool.isRemote()
                ? new RemoteCrew(window, pool, settings)
                : new LocalCrew(window, pool, settings);
    }

    /// An item is about to be fed; counted here, so that no end is counted before it.
    void feeding() {
        pool.journal().counters().submitted.increment();
    }

    /// Whether items are counted when they are claimed, and not before they are fed.
    boolean countsClaims() {
        return false;
    }

    /// Items were claimed, by those who run them or to be dropped.
    void claimed(int items) {}

    /// An item as it waits in the window. For the feeder.
    @Nullable Object packed(long number, @Nullable Object next) {
        Item item = window.item();
        return item.isCopying() ? item.pack(next, room()) : next;
    }

    /// Where the feeder encodes items.
    final Output room() {
        Output known = room;
        if (known == null) {
            known = new Output();
            if (window.item().remote() != null) {
                known.largeArrays(Output.LargeArrays.COPIED);
            }
            room = known;
        }
        return known;
    }

    /// No item is fed for now.
    void pausing() {}

    /// An item was fed.
    abstract void fed(long number);

    /// Whether somebody runs items, or is about to look for one.
    abstract boolean isAtWork();

    /// Waits until the taker may find a result, or sooner.
    void awaitMore() {
        LockSupport.park(window);
    }

    /// A run has ended that could not leave by itself.
    abstract void leave(TaskRun<?> run);

    /// Submits a run. It is among the runs only once it is accepted, so that nobody can cancel what
    /// the pool does not count; a close in between is noticed here.
    final void start(TaskRun<?> run) {
        try {
            pool.enqueue(run);
        } catch (Throwable refused) {
            if (!run.isEnded()) {
                failed(run, refused);
            }
            return;
        }
        runs.add(run);
        if (run.isEnded()) {
            runs.remove(run);
        } else if (window.isClosedEarly()) {
            boolean _ = run.cancel(true);
        }
    }

    /// A run has ended that could not leave by itself: nobody may be left to run what was fed.
    final void failed(TaskRun<?> run, Throwable cause) {
        window.refuse(cause);
        leave(run);
    }

    final void forget(TaskRun<?> run) {
        runs.remove(run);
    }

    final void cancel() {
        runs.forEach(run -> run.cancel(true));
    }

    static Throwable causeOf(Completion completion) {
        return completion.outcome() instanceof Ended ended
                ? ended.cause()
                : new AssertionError("A run that is done has left");
    }
}
