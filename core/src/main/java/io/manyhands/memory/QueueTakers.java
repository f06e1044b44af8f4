package io.manyhands.memory;

import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.ItemStore.Taking;
import java.util.function.Supplier;

/// The end of a queue's ring where items are taken. Thread-safe.
/* HEAD <= NEXT <= TAIL. From NEXT on are the items to be taken, but for those REMOVED. Before NEXT are
 * those that were taken; from HEAD on their space is kept, as some have a lease, which their state
 * says: the member's id. Such an item may come back (RETURNED); it is OUT until it is done, and its
 * place is kept. To take one is to store NEXT; what
 * changes more words is undone by the guard if its member dies. HEAD is moved when all is committed:
 * what is before it is written over. It may lag behind, as its member may die before that; so
 * whoever finds the queue full, or leases, moves it on. What is done with behind an open lease is
 * made room of by [QueueMoves].
 */
final class QueueTakers {
    /// How many records are looked at each time for leases of members that are gone; if there are
    /// more, they are each time that so many items were taken.
    private static final long LOOK_STEP = 64;

    /// How often one who finds no room looks from outside whether there is some soon.
    private static final int LOOKS = 20;

    private final QueueRing ring;
    private final Words words;
    private final Members members;
    private final QueuePutters putters;
    private final Guard guard;
    private final QueueMoves moves;

    QueueTakers(QueueRing ring, Members members, QueuePutters putters) {
        this.ring = ring;
        this.members = members;
        this.putters = putters;
        words = ring.words();
        guard = new Guard(words, ring.at(QueueRing.TAKERS_AT), members);
        moves = new QueueMoves(ring, guard);
    }

    /// The number of the last record that may be put.
    static long last(QueueRing ring, long next) {
        Words words = ring.words();
        return next
                + ring.capacity()
                + words.loadLongVolatile(ring.at(QueueRing.REMOVED_AT))
                - words.loadLongVolatile(ring.at(QueueRing.OUT_AT));
    }

    /// Where the space that may be written over ends: another place after each change that makes
    /// room for more bytes.
    long head() {
        return words.loadLongVolatile(ring.at(QueueRing.HEAD_AT));
    }

    /// Looks for room for one who saw none from outside: that may have been half of a change, which
    /// is undone if its member has died; and space may not have been given up yet.
    ///
    /// @return DONE if there is room; FULL or AGAIN
    Outcome findRoom(long units) {
        for (int look = 0; look < LOOKS; look++) {
            // First whether somebody has died inside: if that is undone meanwhile, nobody wakes who
            // has seen half of it. One who dies in there later wakes all by that.
            boolean wasFree = guard.isFree();
            long next = words.loadLongVolatile(ring.at(QueueRing.NEXT_AT));
            if (!isPlain(next)) {
                break;
            }
            if (!isFull(next, putters.tail(), next + ring.capacity(), units)) {
                return Outcome.DONE;
            }
            if (wasFree
                    && guard.isFree()
                    && words.loadLongVolatile(ring.at(QueueRing.NEXT_AT)) == next) {
                return Outcome.FULL;
            }
            // Somebody is inside, and is about to make room.
            Thread.onSpinWait();
        }
        return inside(() -> roomInside(units));
    }

    private Outcome roomInside(long units) {
        skipRemoved();
        long tail = putters.tail();
        long last = last(ring, field(QueueRing.NEXT_AT));
        moves.makeRoom(tail, units);
        return isFull(field(QueueRing.HEAD_AT), tail, last, units) ? Outcome.FULL : Outcome.DONE;
    }

    /// Whether all items but those from a mark on are done, and their space is given up.
    private boolean isPlain(long next) {
        return head() == next
                && words.loadLongVolatile(ring.at(QueueRing.REMOVED_AT)) == 0
                && words.loadLongVolatile(ring.at(QueueRing.OUT_AT)) == 0;
    }

    private boolean isFull(long head, long tail, long last, long units) {
        return QueueRing.recordsBetween(tail, last) <= 0
                || QueueRing.unitsBetween(head, tail) + units > ring.ringUnits();
    }

    /// Takes the next item.
    Outcome take(ItemBytes item, Taking how) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            moves.finish();
            long mark = next();
            if (mark == ItemBytes.NOWHERE) {
                return none();
            }
            ring.read(mark, item);
            if (mark == field(QueueRing.NEXT_AT)) {
                takeFresh(mark, how);
            } else {
                takeReturned(mark, how);
            }
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    Outcome peek(ItemBytes item) {
        return inside(() -> {
            long mark = next();
            if (mark == ItemBytes.NOWHERE) {
                return none();
            }
            ring.read(mark, item);
            return Outcome.DONE;
        });
    }

    Outcome finish(long place) {
        return inside(() -> {
            long mark = ownLease(place);
            if (mark == ItemBytes.NOWHERE) {
                return Outcome.ABSENT;
            }
            discard(mark);
            add(QueueRing.DONE_AT, 1);
            guard.commit();
            moves.reclaim();
            return Outcome.DONE;
        });
    }

    Outcome giveBack(long place) {
        return inside(() -> {
            long mark = ownLease(place);
            if (mark == ItemBytes.NOWHERE) {
                return Outcome.ABSENT;
            }
            takeBack(mark);
            return Outcome.DONE;
        });
    }

    Outcome next(ItemBytes item) {
        return inside(() -> {
            long tail = putters.tail();
            long mark = moves.find(item.place(), tail);
            mark = mark == ItemBytes.NOWHERE ? field(QueueRing.HEAD_AT) : ring.after(mark, tail);
            while (mark != tail && !isThere(mark)) {
                mark = ring.after(mark, tail);
            }
            if (mark == tail) {
                return Outcome.EMPTY;
            }
            ring.read(mark, item);
            return Outcome.DONE;
        });
    }

    Outcome remove(long place) {
        return inside(() -> {
            long mark = moves.find(place, putters.tail());
            if (mark == ItemBytes.NOWHERE || !isThere(mark)) {
                return Outcome.ABSENT;
            }
            if (isBeforeNext(mark)) {
                takeReturned(mark, Taking.AND_DONE);
            } else {
                add(QueueRing.DONE_AT, 1);
                state(mark, QueueRing.REMOVED);
                add(QueueRing.REMOVED_AT, 1);
                guard.commit();
                skipRemoved();
            }
            return Outcome.DONE;
        });
    }

    Outcome done() {
        return inside(() -> {
            if (unfinished() == 0) {
                return Outcome.ABSENT;
            }
            words.storeLongVolatile(ring.at(QueueRing.DONE_AT), field(QueueRing.DONE_AT) + 1);
            return Outcome.DONE;
        });
    }

    /// Does what need not be done in the shortest time, as the one who is inside.
    private Outcome inside(Supplier<Outcome> change) {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            moves.finish();
            return change.get();
        } finally {
            guard.leave();
        }
    }

    long unfinished() {
        // First what is done: it never seems more than was put.
        long done = words.loadLongVolatile(ring.at(QueueRing.DONE_AT));
        return Math.max(0, putters.puts() - done);
    }

    Outcome rests() {
        return inside(() -> unfinished() > 0 ? Outcome.EMPTY : Outcome.DONE);
    }

    long size() {
        long returned = words.loadLongVolatile(ring.at(QueueRing.RETURNED_AT));
        long out = words.loadLongVolatile(ring.at(QueueRing.OUT_AT));
        return Math.max(0, ring.capacity() - remaining() - out + returned);
    }

    long leased() {
        long returned = words.loadLongVolatile(ring.at(QueueRing.RETURNED_AT));
        return Math.max(0, words.loadLongVolatile(ring.at(QueueRing.OUT_AT)) - returned);
    }

    /// How many more items may be put.
    long remaining() {
        long next = words.loadLongVolatile(ring.at(QueueRing.NEXT_AT));
        return Math.max(0, QueueRing.recordsBetween(putters.tail(), last(ring, next)));
    }

    /// The mark of the item that is to be taken next; NOWHERE if there is none.
    private long next() {
        if (field(QueueRing.REMOVED_AT) != 0) {
            skipRemoved();
        }
        long next = field(QueueRing.NEXT_AT);
        if (field(QueueRing.HEAD_AT) != next) {
            long returned = nextReturned(next);
            if (returned != ItemBytes.NOWHERE) {
                return returned;
            }
        }
        if (next == field(QueueRing.KNOWN_TAIL_AT)) {
            words.storeLong(ring.at(QueueRing.KNOWN_TAIL_AT), putters.tail());
        }
        return next == field(QueueRing.KNOWN_TAIL_AT) ? ItemBytes.NOWHERE : next;
    }

    private long nextReturned(long next) {
        moves.reclaim();
        if (QueueRing.recordsBetween(field(QueueRing.HEAD_AT), next) <= LOOK_STEP
                || QueueRing.count(next) % LOOK_STEP == 0
                || next == putters.tail()) {
            takeBackFromGone(next);
        }
        if (field(QueueRing.RETURNED_AT) == 0) {
            return ItemBytes.NOWHERE;
        }
        long mark = field(QueueRing.HEAD_AT);
        while (mark != next && ring.state(mark) != QueueRing.RETURNED) {
            mark = ring.after(mark, next);
        }
        return mark == next ? ItemBytes.NOWHERE : mark;
    }

    private void takeBackFromGone(long next) {
        long mark = field(QueueRing.HEAD_AT);
        while (mark != next) {
            int state = ring.state(mark);
            if (state > 0 && members.isGone(state)) {
                takeBack(mark);
            }
            mark = ring.after(mark, next);
        }
    }

    private void takeBack(long mark) {
        state(mark, QueueRing.RETURNED);
        add(QueueRing.RETURNED_AT, 1);
        guard.commit();
    }

    private void takeFresh(long mark, Taking how) {
        long after = ring.after(mark, field(QueueRing.KNOWN_TAIL_AT));
        boolean isFirst = mark == field(QueueRing.HEAD_AT) && how != Taking.ON_LEASE;
        if (how == Taking.FOR_GOOD) {
            words.storeLongRelease(ring.at(QueueRing.NEXT_AT), after);
        } else {
            if (how == Taking.ON_LEASE) {
                state(mark, members.self());
                add(QueueRing.OUT_AT, 1);
            } else {
                add(QueueRing.DONE_AT, 1);
            }
            guard.set(ring.at(QueueRing.NEXT_AT), after);
            guard.commit();
        }
        if (isFirst) {
            words.storeLongRelease(ring.at(QueueRing.HEAD_AT), after);
        }
    }

    private void takeReturned(long mark, Taking how) {
        add(QueueRing.RETURNED_AT, -1);
        if (how == Taking.ON_LEASE) {
            state(mark, members.self());
        } else {
            discard(mark);
        }
        if (how == Taking.AND_DONE) {
            add(QueueRing.DONE_AT, 1);
        }
        guard.commit();
        moves.reclaim();
    }

    /// Moves NEXT to the first record that was not removed.
    private void skipRemoved() {
        long tail = putters.tail();
        words.storeLong(ring.at(QueueRing.KNOWN_TAIL_AT), tail);
        long next = field(QueueRing.NEXT_AT);
        while (next != tail && ring.state(next) == QueueRing.REMOVED) {
            next = ring.after(next, tail);
            // In this order: who loads the new NEXT, and then how many were removed, must not find
            // one place too many.
            add(QueueRing.REMOVED_AT, -1);
            guard.set(ring.at(QueueRing.NEXT_AT), next);
            guard.commit();
        }
        moves.reclaim();
    }

    /// What there is to say when there is no item: closed, if nothing is left, nor can come back.
    private Outcome none() {
        // Closed first: what was put before is seen then.
        boolean isAtEnd =
                putters.isClosed()
                        && putters.tail() == field(QueueRing.NEXT_AT)
                        && field(QueueRing.HEAD_AT) == field(QueueRing.NEXT_AT);
        return isAtEnd ? Outcome.CLOSED : Outcome.EMPTY;
    }

    /// Whether there is an item to be taken at a mark that is from the head on and before the tail.
    private boolean isThere(long mark) {
        int state = ring.state(mark);
        return isBeforeNext(mark) ? state == QueueRing.RETURNED : state != QueueRing.REMOVED;
    }

    /// The mark of an item that this member has a lease of; NOWHERE if it has none.
    private long ownLease(long place) {
        long mark = moves.find(place, putters.tail());
        boolean isOwn =
                mark != ItemBytes.NOWHERE
                        && isBeforeNext(mark)
                        && ring.state(mark) == members.self();
        return isOwn ? mark : ItemBytes.NOWHERE;
    }

    private boolean isBeforeNext(long mark) {
        return QueueRing.isWithin(mark, field(QueueRing.HEAD_AT), field(QueueRing.NEXT_AT));
    }

    /// One that was out does not come back.
    private void discard(long mark) {
        if (ring.isMoved(mark)) {
            add(QueueRing.MOVED_AT, -1);
        }
        state(mark, QueueRing.PLAIN);
        add(QueueRing.OUT_AT, -1);
    }

    private void state(long mark, int state) {
        guard.set(ring.addressOf(mark), ring.header(mark, state));
    }

    private void add(long field, long more) {
        guard.set(ring.at(field), field(field) + more);
    }

    private long field(long field) {
        return words.loadLong(ring.at(field));
    }
}
