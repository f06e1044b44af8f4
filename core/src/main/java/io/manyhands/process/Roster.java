package io.manyhands.process;

import io.manyhands.spi.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who of a pool's workers has a place, who rests, and who is to leave; and how many are missing.
/// For the one who dispatches, but for what it is told.
/* A worker rests that is up, or comes up, and has no place: a warm one, one that was needed while
 * others waited, or the successor of one that will soon be over. All are the same: whenever a place is
 * free, one of them takes it. So a successor is there before the place is, and is taken by another
 * place if that is free before.
 *
 * A place is free once its worker has nothing in flight, or is known to be dead, so never more work at
 * once than have places. One that has become too old or too large goes on until another rests
 * that is up: if none comes up, nothing is lost.
 */
final class Roster {
    /// How many are let rest that nobody needs any more.
    private static final int MOST_RESTING = 2;

    /// A worker as it is looked at here.
    interface Member {
        Tenure tenure();

        /// How many calls are in flight to it.
        int load();

        /// How long a call takes; 0 if that is not known.
        long nanosEach();

        /// Whether it is up, has nothing in flight, and nothing goes on that it has submitted.
        boolean isIdle();

        /// How large its memory is, or [Tenure#UNKNOWN].
        long bytes();

        /// Has it leave when its current call is done.
        void leave();

        /// Has it take nothing more; what it has not begun is given to others.
        void finish();

        /// Has it take nothing more for now, and gives what it has not begun to others; or has it
        /// take jobs again.
        void giveWay(boolean gives);
    }

    private final Terms terms;
    private final Iterable<? extends Member> members;
    private final Host host;
    private final Reminder reminder;
    // How long the last one took to come up: written by its own thread.
    private volatile long startNanos = TimeUnit.MILLISECONDS.toNanos(200);

    // What the last look has found.
    private final List<Member> idle = new ArrayList<>();
    private final List<Member> resting = new ArrayList<>();
    private final List<Member> overdue = new ArrayList<>();
    // Those that have a place and are not up yet; those that have something to do and do not wait.
    private final List<Member> coming = new ArrayList<>();
    private final List<Member> working = new ArrayList<>();
    private int placed;
    private int gone;
    private int restingGone;
    private int nearEnd;
    private int finishing;
    private long calls;
    private boolean isWaited;
    private int missing;
    private boolean isComplete;

    Roster(Terms terms, Iterable<? extends Member> members, Host host, Runnable look) {
        this.terms = terms;
        this.members = members;
        this.host = host;
        this.reminder = new Reminder(host, look);
    }

    /// A worker has come up.
    ///
    /// @param nanos how long that took
    void cameUp(long nanos) {
        startNanos = nanos;
    }

    /// Whether nothing can have changed while there are so many, and none was lost.
    boolean isSettled(int members, int seats) {
        return terms.areForEver()
                && seats == terms.count()
                && resting.size() == terms.warm()
                && members == terms.count() + terms.warm();
    }

    /// Looks at all, lets those leave who are not to stay, and gives free places to those who rest.
    ///
    /// @param seats how many may have a place
    /// @param queued how many calls are queued, as far as that matters
    /// @param mayGrow whether more may come than there have to be
    /// @return whether one has been given a place
    boolean arrange(int seats, int queued, boolean mayGrow) {
        long now = host.nanos();
        clear();
        long untilNext = Long.MAX_VALUE;
        for (Member member : members) {
            untilNext = Math.min(untilNext, look(member, now));
        }
        letRest(seats);
        letGiveWay(seats);
        untilNext = Math.min(untilNext, letLeave(now));
        finishOverdue();
        int wanted = wanted(seats, queued);
        boolean isAnyPlaced = place(wanted);
        missing = Math.max(0, (mayGrow ? wanted : terms.least()) - placed - gone);
        isComplete = missing + coming.size() + gone == 0;
        reminder.ringIn(now, untilNext);
        return isAnyPlaced;
    }

    private void clear() {
        idle.clear();
        overdue.clear();
        coming.clear();
        working.clear();
        resting.clear();
        placed = 0;
        gone = 0;
        restingGone = 0;
        nearEnd = 0;
        finishing = 0;
        calls = 0;
        isWaited = false;
    }

    // Looking.

    /// @return how long until something is to be done about it that nobody else tells
    private long look(Member member, long now) {
        Tenure tenure = member.tenure();
        if (tenure.isGone()) {
            gone += tenure.isResting() ? 0 : 1;
            restingGone += tenure.isResting() ? 1 : 0;
            return Long.MAX_VALUE;
        }
        if (tenure.isLeaving()) {
            return Long.MAX_VALUE;
        }
        if (tenure.isResting()) {
            resting.add(member);
            return tenure.untilOverdue(now);
        }
        int passed = tenure.passed();
        int load = member.load();
        // What one does that comes up is nobody's task.
        calls += tenure.isOpen() ? Math.max(0, load - passed) : 0;
        if (tenure.isOver() && load == 0) {
            if (member.isIdle()) {
                member.leave();
            }
            // It has no place, even if something goes on that it has submitted; but it still has
            // the seat for whoever stands in for it.
            placed += tenure.isPaused() ? 1 : 0;
            return Long.MAX_VALUE;
        }
        return lookAtPlaced(member, load, now);
    }

    private long lookAtPlaced(Member member, int load, long now) {
        Tenure tenure = member.tenure();
        placed++;
        isWaited |= load > 1;
        if (!tenure.isOpen()) {
            coming.add(member);
            return Long.MAX_VALUE;
        }
        boolean isIdle = member.isIdle();
        if (!isIdle && !tenure.isPaused() && !tenure.isOver()) {
            working.add(member);
        }
        long _ = tenure.untilUnneeded(now, isIdle);
        if (isIdle) {
            idle.add(member);
        }
        long untilLook = tenure.lookAtMemory(now, load, member::bytes);
        boolean isOver = tenure.isOver();
        boolean isOverdue = tenure.isOverdue(now);
        finishing += isOver ? 1 : 0;
        if (isOverdue || tenure.isNearEnd(member.nanosEach(), startNanos)) {
            nearEnd++;
        }
        if (isOverdue && !isOver) {
            overdue.add(member);
        }
        return Math.min(untilLook, tenure.untilOverdue(now));
    }

    // Leaving.

    /// Those that have a place above the number of those rest now, or leave: first those that are
    /// not up, since the others can do something.
    private void letRest(int seats) {
        while (placed > seats && (!coming.isEmpty() || !idle.isEmpty())) {
            Member spare = coming.isEmpty() ? idle.removeLast() : coming.removeLast();
            placed--;
            nearEnd -= overdue.remove(spare) ? 1 : 0;
            if (resting.size() < Math.max(MOST_RESTING, wantedResting())) {
                spare.tenure().rest(true);
                resting.add(spare);
            } else {
                spare.leave();
            }
        }
    }

    /// Of those that work, as many as are above the number take nothing more, until they have
    /// nothing to do or there is a place for them.
    private void letGiveWay(int seats) {
        int above = placed - seats;
        for (int i = working.size() - 1; i >= 0; i--) {
            Member member = working.get(i);
            boolean gives = above > 0;
            above--;
            if (gives != member.tenure().givesWay()) {
                member.giveWay(gives);
            }
        }
        for (Member member : idle) {
            if (member.tenure().givesWay()) {
                member.giveWay(false);
            }
        }
    }

    /// Those leave that have not been needed for a while, and those at rest that are too old.
    private long letLeave(long now) {
        long untilNext = Long.MAX_VALUE;
        for (int i = idle.size() - 1; i >= 0 && placed > terms.least(); i--) {
            Member member = idle.get(i);
            long left = member.tenure().untilUnneeded(now, true);
            if (left <= 0) {
                member.leave();
                placed--;
                nearEnd -= overdue.remove(member) ? 1 : 0;
            } else {
                untilNext = Math.min(untilNext, left);
            }
        }
        for (int i = resting.size() - 1; i >= 0; i--) {
            Member member = resting.get(i);
            long left = untilUnneeded(member, now);
            if (left <= 0 || member.tenure().isOverdue(now)) {
                resting.remove(i);
                member.leave();
            } else {
                untilNext = Math.min(untilNext, left);
            }
        }
        return untilNext;
    }

    private long untilUnneeded(Member member, long now) {
        long left = member.tenure().untilUnneeded(now, member.isIdle());
        return resting.size() > wantedResting() ? left : Long.MAX_VALUE;
    }

    /// As many as there are others for, who will take their places.
    private void finishOverdue() {
        long ready = resting.stream().filter(each -> each.tenure().isOpen()).count() - finishing;
        for (Member member : overdue) {
            if (ready <= 0) {
                return;
            }
            ready--;
            member.finish();
            if (member.load() == 0) {
                placed--;
                nearEnd--;
                if (member.isIdle()) {
                    member.leave();
                }
            }
        }
    }

    // Coming.

    /// Gives places to those who rest, first to those who are up.
    private boolean place(int wanted) {
        boolean isAnyPlaced = false;
        while (placed < wanted && !resting.isEmpty()) {
            Member next = nextOfResting();
            boolean _ = resting.remove(next);
            next.tenure().rest(false);
            placed++;
            if (!next.tenure().isOpen()) {
                coming.add(next);
            }
            isAnyPlaced = true;
        }
        return isAnyPlaced;
    }

    private Member nextOfResting() {
        @Nullable Member next = null;
        for (Member each : resting) {
            if (next == null || (each.tenure().isOpen() && !next.tenure().isOpen())) {
                next = each;
            }
        }
        return next == null ? resting.getFirst() : next;
    }

    private int wanted(int seats, int queued) {
        int count = terms.count();
        int wanted = Math.clamp(calls + queued, terms.least(), count);
        // Beyond the count one at a time: each is in place of one that waits for others.
        boolean isSpareWanted = (isWaited || queued > 0) && placed >= count;
        return isSpareWanted ? Math.max(wanted, Math.min(seats, placed + 1)) : wanted;
    }

    private int wantedResting() {
        return terms.warm() + nearEnd;
    }

    /// How many must be hired that are to have a place, after the last look.
    int missing() {
        return missing;
    }

    /// How many must be hired that are to rest, after the last look: none before all are up that
    /// have a place, and before others have what was in flight to one that is gone.
    int missingResting() {
        return isComplete ? Math.max(0, wantedResting() - resting.size() - restingGone) : 0;
    }
}
