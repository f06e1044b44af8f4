package io.manyhands.process;

/// How many calls may be on their way to a worker, behind the one that it runs: what it does in
/// about four milliseconds. So a worker with quick calls need not wait for the next, and what comes
/// later need not wait long behind slow ones. Guarded by the lock of the flights, but for the
/// depth.
/* What is measured are stretches in which the worker has something to do, of a millisecond or until
 * it has nothing. They have the way there and back in them, so that a worker seems slower than it is
 * as long as it is sent little; but then it is sent more than it did, and is soon measured right.
 */
final class Pace {
    /// At least one more than the one that runs.
    private static final int LEAST = 2;

    /// Before anything is known.
    private static final int FIRST = 16;

    private static final int MOST = 16 * 1024;
    private static final long STRETCH_NANOS = 1_000_000;
    private static final long AHEAD_NANOS = 4_000_000;

    private volatile int depth = FIRST;
    private volatile long nanosEach;
    private long since;
    private long answers;

    /// How many calls may be on their way.
    int depth() {
        return depth;
    }

    /// How long a call took of late: a hint.
    ///
    /// @return 0 if that is not known
    long nanosEach() {
        return nanosEach;
    }

    /// Calls are sent.
    ///
    /// @param before how many were on their way before
    void sent(int before) {
        if (before == 0) {
            since = System.nanoTime();
            answers = 0;
        }
    }

    /// Calls were answered.
    ///
    /// @param count how many
    /// @param left how many are on their way still
    void answered(int count, int left) {
        answers += count;
        long now = System.nanoTime();
        long nanos = Math.max(1, now - since);
        boolean isLong = nanos >= STRETCH_NANOS;
        if (left == 0 || isLong) {
            int measured = Math.clamp(answers * AHEAD_NANOS / nanos, LEAST, MOST);
            // In a short stretch there was perhaps no more to be had.
            if (isLong || measured > depth) {
                depth = measured;
            }
            nanosEach = nanos / Math.max(1, answers);
            since = now;
            answers = 0;
        }
    }
}
