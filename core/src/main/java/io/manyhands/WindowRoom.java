package io.manyhands;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The room in a window: whether one more item may be fed, and the feeder who waits until it may.
///
/// Thread-safe but for what is said to be the feeder's or the taker's.
///
/// *Memory consistency effects:* what the taker does before it takes a result happens-before what
/// the feeder does once it has found the room for it.
/* fed - taken <= limit, as it was when the feeder looked: it may fall later.
 *
 * The feeder announces itself in `feeder`, looks once more, and parks; the taker moves `taken` and
 * looks for the announcement then. It does so not for every result, and therefore has to call `wake`
 * before it waits itself.
 *
 * Field     written by       read by
 * until     the feeder       the feeder
 * feeder    the feeder       the taker, whoever wakes it
 */
final class WindowRoom {
    /// How often, at least, the taker looks after the feeder while it takes a window of results.
    private static final int LOOKS = 16;

    /// How many results it takes between two looks at most.
    private static final int MOST_UNSEEN = 64;

    private final WindowLimit limit;
    private final WindowItems items;
    private final WindowResults results;
    private final int workers;
    // The taker looks whether the feeder waits when its number has none of these bits.
    private final int lookMask;
    // Up to which number there is room, as far as the feeder knows.
    private long until;
    private volatile @Nullable Thread feeder;

    /// The room between items and results.
    ///
    /// @param workers how many should have an item at least
    WindowRoom(WindowLimit limit, WindowItems items, WindowResults results, int workers) {
        this.limit = limit;
        this.items = items;
        this.results = results;
        this.workers = workers;
        this.lookMask = Integer.highestOneBit(Math.clamp(limit.most() / LOOKS, 1, MOST_UNSEEN)) - 1;
    }

    /// Whether there is any.
    boolean isThere() {
        return items.fed() - results.taken() < limit.now();
    }

    /// As [#isThere()], for the feeder, without a look at the taker each time.
    boolean isThereToFeed() {
        long next = items.next();
        if (next < until) {
            return true;
        }
        until = results.taken() + limit.now();
        return next < until;
    }

    /// Waits until there is some, or until it is not wanted any more. For the feeder, which whoever
    /// ends the wish has to [#wake()].
    void await(BooleanSupplier isWanted) {
        while (isWanted.getAsBoolean() && !isThereToFeed()) {
            feeder = Thread.currentThread();
            if (isWanted.getAsBoolean() && !isThereToFeed()) {
                LockSupport.park(this);
            }
            feeder = null;
        }
    }

    /// A result was taken. For the taker.
    ///
    /// @param taken how many were ever taken
    void grown(long taken) {
        if ((taken & lookMask) == 0) {
            lookAtFeeder();
        }
    }

    private void lookAtFeeder() {
        // As the feeder announces itself and then looks.
        VarHandle.fullFence();
        Thread waiting = feeder;
        if (waiting != null && isWorthIt()) {
            LockSupport.unpark(waiting);
        }
    }

    /// The feeder is woken for a good part of the window, or when workers may be without an item.
    private boolean isWorthIt() {
        int most = limit.now();
        long held = items.fed() - results.taken();
        return most - held >= Math.max(1, most / 2) || items.unclaimed() < workers;
    }

    /// Wakes the feeder if it waits, be there much room or little.
    void wake() {
        LockSupport.unpark(feeder);
    }
}
