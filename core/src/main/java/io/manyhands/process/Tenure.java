package io.manyhands.process;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Whether a worker takes jobs, and for how long yet. Thread-safe, but for what the one who
/// dispatches looks at.
/* A worker comes up, has a place among those that work or rests, and in the end is over: it has been
 * sent as much as it may have, or has been told to finish as another has come for its place. One that is
 * over keeps its place until it has nothing in flight, so that never more work at once than are
 * to; then it leaves.
 *
 * What counts is what was sent and has not come back: that is run, unless the worker dies.
 */
final class Tenure {
    /// What the memory is that nobody can tell.
    static final long UNKNOWN = -1;

    /// How often the memory is looked at, at most.
    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// By how much some leave earlier than others, at most, as a part of the age.
    private static final double SPREAD = 0.1;

    private final Terms terms;
    private final long ageNanos;
    // Written by the worker's own thread before `open`.
    private long openedNanos;
    private long firstBytes = UNKNOWN;
    private volatile boolean open;
    // Whether its line or its process has ended.
    private volatile boolean gone;
    private volatile boolean leaving;
    // Whether nobody is to come for its place yet, though it has failed.
    private volatile boolean held;
    // Whether what it runs waits for others.
    private volatile boolean paused;
    // Both written by the one who dispatches.
    private volatile boolean resting;
    private volatile boolean finishing;
    private volatile boolean givingWay;
    // Whether it is being killed for a job that does not stop.
    private volatile boolean dismissed;
    // Written under the lock of the flights.
    private volatile long sent;
    // Written by who takes answers: those that are passed on and not settled.
    private volatile int passed;
    // All for the one who dispatches.
    private boolean grown;
    private long idleNanos;
    private long idleSent = -1;
    private long lookNanos;
    private long lookDone;

    /// @param luck from 0 to 1, of which each has another: how much earlier than others it leaves
    Tenure(Terms terms, double luck) {
        this.terms = terms;
        this.ageNanos = (long) (terms.ageNanos() * (1 - SPREAD * luck));
    }

    // What it is at.

    /// Has everything it needs to take jobs.
    ///
    /// @param now the pool's time
    /// @param bytes its memory, or [#UNKNOWN]
    void open(long now, long bytes) {
        openedNanos = now;
        lookNanos = now;
        firstBytes = bytes;
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /// Its line or its process has ended: it does nothing more.
    void gone() {
        gone = true;
    }

    /// Nobody is to come for its place, though it is of no use, until that is taken back.
    void hold(boolean holds) {
        held = holds;
    }

    /// Whether it is to be replaced by one that is there, but by no new one yet.
    boolean isGone() {
        return held || (gone && !leaving);
    }

    void leave() {
        leaving = true;
    }

    /// Whether it is on its way out, or gone.
    boolean isLeaving() {
        return leaving;
    }

    void pause(boolean waits) {
        paused = waits;
    }

    boolean isPaused() {
        return paused;
    }

    void rest(boolean rests) {
        resting = rests;
        givingWay = false;
        idleSent = -1;
    }

    /// Whether it has no place just now.
    boolean isResting() {
        return resting;
    }

    /// It takes nothing more.
    void finish() {
        finishing = true;
    }

    /// It takes nothing more for now, as too many work; or takes jobs again.
    void giveWay(boolean gives) {
        givingWay = gives;
    }

    boolean givesWay() {
        return givingWay;
    }

    /// It takes nothing more, and keeps its place until it is dead: what it runs may not have
    /// stopped.
    void dismiss() {
        dismissed = true;
        finishing = true;
    }

    boolean isDismissed() {
        return dismissed;
    }

    // What it takes.

    /// Calls are about to be sent, or have come back (negative). With the lock of the flights held.
    void count(int calls) {
        if (!terms.areForEver()) {
            long before = sent;
            sent = before + calls;
        }
    }

    /// An answer is about to be passed on. For the one who takes answers.
    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one at a time
    void passing() {
        if (terms.least() < terms.count()) {
            passed++;
        }
    }

    /// What was passed on is counted off what is in flight. For the one who takes answers.
    void settled() {
        if (passed != 0) {
            passed = 0;
        }
    }

    /// How many answers were passed on that count as in flight yet: whoever has got one may have
    /// submitted something since. To be read before the number that is in flight.
    int passed() {
        return passed;
    }

    /// How many calls more it may be sent.
    long left() {
        return terms.mostCalls() == 0 ? Long.MAX_VALUE : terms.mostCalls() - sent;
    }

    /// Whether it takes jobs.
    boolean takes() {
        return open
                && !leaving
                && !gone
                && !paused
                && !resting
                && !finishing
                && !givingWay
                && left() > 0;
    }

    /// Whether it has a place, and does not wait for others.
    boolean isAtWork() {
        return open && !leaving && !paused && !resting;
    }

    /// Whether it leaves when it has nothing in flight.
    boolean isOver() {
        return finishing || left() <= 0;
    }

    /// Whether it will have had all that it may, by the time that another has come up.
    ///
    /// @param nanosEach how long a call takes; 0 if that is not known
    /// @param startNanos how long a worker takes to come up
    boolean isNearEnd(long nanosEach, long startNanos) {
        long left = left();
        return left <= 0 || (nanosEach > 0 && left <= 2 * startNanos / nanosEach);
    }

    // What the one who dispatches looks at.

    /// Whether another is to take its place as soon as there is one.
    boolean isOverdue(long now) {
        return open && (grown || (ageNanos > 0 && now - openedNanos >= ageNanos));
    }

    /// How long until it is too old.
    ///
    /// @return [Long#MAX_VALUE] for never
    long untilOverdue(long now) {
        return open && ageNanos > 0 && !isOverdue(now)
                ? ageNanos - (now - openedNanos)
                : Long.MAX_VALUE;
    }

    /// How long until one that has nothing to do may leave.
    ///
    /// @param isIdle whether it has nothing to do
    /// @return 0 or less if it may now, [Long#MAX_VALUE] if it has something to do
    long untilUnneeded(long now, boolean isIdle) {
        long sentNow = sent;
        if (!isIdle) {
            idleSent = -1;
            return Long.MAX_VALUE;
        }
        if (idleSent != sentNow) {
            idleSent = sentNow;
            idleNanos = now;
        }
        return terms.idleNanos() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : terms.idleNanos() - (now - idleNanos);
    }

    /// Looks at the memory, if calls have ended since the last look and that was not just now.
    ///
    /// @param load how many calls are in flight
    /// @param bytes reads its memory, or gives [#UNKNOWN]
    /// @return how long until it is to be looked at again; [Long#MAX_VALUE] for not until it has
    ///   done something
    long lookAtMemory(long now, int load, LongSupplier bytes) {
        long done = sent - load;
        if (terms.growthBytes() == 0 || firstBytes == UNKNOWN || done == lookDone || grown) {
            return Long.MAX_VALUE;
        }
        long left = LOOK_NANOS - (now - lookNanos);
        if (left > 0) {
            return left;
        }
        lookNanos = now;
        lookDone = done;
        grown = bytes.getAsLong() - firstBytes > terms.growthBytes();
        return Long.MAX_VALUE;
    }
}
