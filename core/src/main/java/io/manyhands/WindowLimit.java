package io.manyhands;

/// How many items a window may hold now: what its user has said, or what goes through it in about
/// four milliseconds. So quick items go to workers elsewhere many at a time, and few slow or large
/// ones are held.
/* It is looked at each time the window is full. Changed by the feeder, read by the taker.
 */
final class WindowLimit {
    /// How many items are held, however slow they are.
    private static final int LEAST = 1024;

    private static final int MOST = 32 * 1024;
    private static final long AHEAD_NANOS = 4_000_000;

    private final int most;
    private final int least;
    private volatile int now;
    // When the window was full last, and how many items had been fed then. The feeder's own.
    private long fullAt;
    private long fedThen;

    private WindowLimit(int least, int most) {
        this.least = least;
        this.most = most;
        this.now = least;
    }

    /// The limit of a window.
    ///
    /// @param shape with the capacity that its user has said, or 0
    /// @param isElsewhere whether items have a way to go to the workers
    static WindowLimit of(WindowShape shape, boolean isElsewhere) {
        if (shape.capacity() > 0) {
            return new WindowLimit(shape.capacity(), shape.capacity());
        }
        return new WindowLimit(LEAST, isElsewhere ? MOST : LEAST);
    }

    /// How many items it may ever hold.
    int most() {
        return most;
    }

    int now() {
        return now;
    }

    /// The window is full.
    ///
    /// @param fed how many items were ever fed
    void full(long fed, long nanos) {
        if (least == most) {
            return;
        }
        long took = Math.max(1, nanos - fullAt);
        boolean isFirst = fedThen == 0;
        double inTime = (double) (fed - fedThen) * AHEAD_NANOS / took;
        fullAt = nanos;
        fedThen = fed;
        int limit = now;
        if (isFirst) {
            return;
        }
        if (inTime > limit) {
            now = (int) Math.min(most, Math.max(2.0 * limit, inTime));
        } else if (inTime < limit / 4.0) {
            now = Math.max(least, limit / 2);
        }
    }
}
