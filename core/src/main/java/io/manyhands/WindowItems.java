package io.manyhands;

import org.jspecify.annotations.Nullable;

/// The items of a window that wait to be run: fed by one thread, and each claimed once, by a worker
/// or to be dropped.
///
/// Thread-safe but for [#next()] and [#add], which are the feeder's.
///
/// *Memory consistency effects:* what the feeder does before it adds an item happens-before what is
/// done by whoever sees it in [#unclaimed()] or below [#fed()].
/* Numbers only grow, and claimed <= fed. A place of the ring is used again after as many items as
 * there are places; that nobody reads it any more by then is shown in Window. The feeder relies on
 * room, and looks at nothing here but what is its own.
 *
 * Field     written by                         read by
 * places    the feeder, before `fed`           whoever claims, after `fed` and before `claimed`
 * fed       the feeder                         all
 * claimed   whoever claims                     all
 */
final class WindowItems {
    private final @Nullable Object[] places;
    private final int mask;
    // In lines of their own: they are written for each item, by different processors.
    private final LoneLong fed = new LoneLong();
    private final LoneLong claimed = new LoneLong();

    /// No items.
    ///
    /// @param most how many there may be at once, with those that run and results not yet taken
    WindowItems(int most) {
        this.places = new Object[placesFor(most)];
        this.mask = places.length - 1;
    }

    /// How long a ring is: a power of two.
    static int placesFor(int most) {
        return most == 1 ? 1 : Integer.highestOneBit(most - 1) << 1;
    }

    /// The number of the item that is added next. For the feeder.
    long next() {
        return fed.getOwn();
    }

    /// Adds an item, for which there must be room. For the feeder.
    void add(@Nullable Object item) {
        long number = fed.getOwn();
        places[(int) number & mask] = item;
        fed.set(number + 1);
    }

    /// How many items were ever added, which is the number of the next one.
    long fed() {
        return fed.get();
    }

    /// The number of the first item that is not claimed, or of the one that is added next.
    long firstUnclaimed() {
        return claimed.get();
    }

    /// How many items are not claimed.
    long unclaimed() {
        return fed.get() - claimed.get();
    }

    /// An item, which is to be read before it is claimed. It may be another one by now if the
    /// number is not [#firstUnclaimed()] any more.
    @Nullable Object at(long number) {
        return places[(int) number & mask];
    }

    /// Claims items that are not claimed, and were fed.
    ///
    /// @param first the first one's number
    /// @param end the number behind the last one
    /// @return false if somebody has claimed the first one before
    boolean claim(long first, long end) {
        return claimed.compareAndSet(first, end);
    }

    /// Claims all that are not claimed.
    ///
    /// @return how many
    int claimAll() {
        while (true) {
            long from = claimed.get();
            long to = fed.get();
            if (from >= to) {
                return 0;
            }
            if (claim(from, to)) {
                return (int) (to - from);
            }
        }
    }
}
