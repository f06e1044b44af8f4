package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The results of a window that are not yet taken: published by any thread, one for each item, and
/// taken by one thread, in the order of the items or as they are completed.
///
/// Thread-safe but for [#poll()], [#ownTaken()], [#beginWait()] and [#endWait()], which are the
/// taker's.
///
/// *Memory consistency effects:* what is done before a result is published happens-before [#poll()]
/// gives it; and what the taker does before it takes one happens-before what is done by whoever
/// sees so in [#taken()].
/* A result is put at its item's number, or for results as completed at the next number of
 * `completed`; either way the taker looks at one place only. A place is null while there is no
 * result. The taker empties a place and then moves `taken`; only an item for which room was found
 * after that has the place for its own, so nobody puts a result where one is.
 *
 * The taker announces itself in `taker`, looks once more, and parks; who publishes writes first and
 * looks for the announcement then. He wakes the taker only for the result that is due: what comes
 * before it is taken without a wait.
 *
 * Field       written by                             read by
 * places      who publishes; the taker (null)        the taker
 * completed   who publishes                          who publishes
 * taken       the taker                              all
 * taker       the taker                              who publishes, whoever wakes it
 */
final class WindowResults {
    private static final VarHandle PLACES = MethodHandles.arrayElementVarHandle(Object[].class);

    private final boolean ordered;
    private final @Nullable Object[] places;
    private final int mask;
    private final AtomicLong completed = new AtomicLong();
    // In lines of its own: it is written for each result, and read by who publishes and who feeds.
    private final LoneLong taken = new LoneLong();
    private volatile @Nullable Thread taker;

    /// No results.
    ///
    /// @param ordered whether they are taken in the order of the items
    /// @param most how many there may be at once, with the items that have none yet
    WindowResults(boolean ordered, int most) {
        this.ordered = ordered;
        this.places = new Object[WindowItems.placesFor(most)];
        this.mask = places.length - 1;
    }

    /// Publishes an item's result, once for each item.
    void publish(long number, Object result) {
        long at = ordered ? number : completed.getAndIncrement();
        PLACES.setVolatile(places, (int) at & mask, result);
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
        long at = ordered ? number : completed.getAndAdd(count);
        for (int i = 0; i < count; i++) {
            PLACES.setRelease(places, (int) (at + i) & mask, settled.ends()[settled.from() + i]);
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

    /// Takes the next result if it is there.
    @Nullable Object poll() {
        long at = taken.getOwn();
        int place = (int) at & mask;
        Object result = PLACES.getVolatile(places, place);
        if (result != null) {
            PLACES.set(places, place, null);
            taken.setRelease(at + 1);
        }
        return result;
    }

    /// How many results were ever taken.
    long taken() {
        return taken.get();
    }

    /// As [#taken()], for the taker.
    long ownTaken() {
        return taken.getOwn();
    }

    /// Whether the next result is there.
    boolean hasNext() {
        return PLACES.getVolatile(places, (int) taken.get() & mask) != null;
    }

    /// Announces the taker: from now on it is woken for the next result. It has to look again
    /// before it waits.
    void beginWait() {
        taker = Thread.currentThread();
    }

    void endWait() {
        taker = null;
    }

    /// Wakes the taker if it waits, for another reason than a result.
    void wakeTaker() {
        LockSupport.unpark(taker);
    }
}
