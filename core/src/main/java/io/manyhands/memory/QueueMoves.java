package io.manyhands.memory;

import java.util.Arrays;

/// Moves the records of a queue's ring that are on lease, so that what was done with behind them
/// leaves room. Confined to the thread that is inside the takers' guard.
/* The space of a ring is given up from HEAD on, in the order of the records. One that is on lease for
 * long would keep all the space behind it, and a queue would be full with hardly anything in it. So
 * whoever finds no room has those that may come back moved behind those that are done with, up to
 * NEXT:
 *
 *      HEAD                      NEXT                 HEAD              NEXT
 *       | lease 1 | done | lease 2 | done |   --->     ( free ) | lease 1 | lease 2 |
 *
 * Each moves once, the last first. To move one is to copy its payload, from its end on, in pieces no
 * longer than the space it moves by: so a piece that is being copied is whole where it was. How much
 * is left is stored behind each piece; whoever comes after one that died finds that and goes on. The
 * old head of the record stays until the new one is there; then a record that is done with takes
 * its place, by the guard's log. As long as something is left, nobody goes through the records.
 *
 * A lease is known by the mark at which its item was put. That is before its payload once it has
 * moved: the space that it moves by has room for that, at least 16 bytes. As long as there are moved
 * ones, who looks for a record before NEXT goes through them all. If there are none, HEAD is beyond
 * all that have been moved.
 */
final class QueueMoves {
    private static final int PIECE_UNITS = 1 << 10;

    /// How many bytes are moved at most for one that is won, as long as there are items to be
    /// taken.
    private static final long MOST_COST = 64;

    private final QueueRing ring;
    private final Words words;
    private final Guard guard;

    QueueMoves(QueueRing ring, Guard guard) {
        this.ring = ring;
        this.guard = guard;
        words = ring.words();
    }

    /// Gives up the space of the records before the first that may come back.
    void reclaim() {
        long next = field(QueueRing.NEXT_AT);
        long head = field(QueueRing.HEAD_AT);
        long free = head;
        while (free != next && ring.isDone(free)) {
            free = ring.after(free, next);
        }
        if (free != head) {
            words.storeLongRelease(ring.at(QueueRing.HEAD_AT), free);
        }
    }

    /// Gives up space enough for a record, if moving others makes so much, for what it costs.
    void makeRoom(long tail, long units) {
        long head = field(QueueRing.HEAD_AT);
        long missing = QueueRing.unitsBetween(head, tail) + units - ring.ringUnits();
        long next = field(QueueRing.NEXT_AT);
        if (missing > 0 && isWorth(head, next, missing, next == tail)) {
            gather(head, next);
            reclaim();
        }
    }

    /// Whether there is so much to be won.
    ///
    /// @param isForced whether the cost does not count, as nobody else will make room
    private boolean isWorth(long head, long next, long missing, boolean isForced) {
        long won = 0;
        long moved = 0;
        for (long mark = head; mark != next; mark = ring.after(mark, next)) {
            if (ring.isDone(mark)) {
                won += QueueRing.unitsBetween(mark, ring.after(mark, next));
            } else {
                moved += ring.unitsAt(mark);
                won -= ring.isMoved(mark) ? 0 : 1;
            }
        }
        return won >= missing && (isForced || moved <= MOST_COST * won);
    }

    /// Moves all records that may come back together, right before the next one.
    private void gather(long head, long next) {
        long[] marks = marks(head, next);
        long run = next;
        long end = next;
        for (int i = marks.length - 1; i >= 0; i--) {
            long mark = marks[i];
            boolean isDone = ring.isDone(mark);
            if (!isDone && canMove(mark, run, end)) {
                end = move(mark, end);
            } else if (!isDone) {
                end = mark;
            }
            run = mark;
        }
    }

    /// Whether what was done with behind a record is enough for it to move.
    private boolean canMove(long mark, long run, long end) {
        return QueueRing.unitsBetween(run, end) >= (ring.isMoved(mark) ? 1 : 2);
    }

    private long[] marks(long head, long next) {
        long[] marks = new long[16];
        int count = 0;
        for (long mark = head; mark != next; mark = ring.after(mark, next)) {
            if (count == marks.length) {
                marks = Arrays.copyOf(marks, 2 * count);
            }
            marks[count++] = mark;
        }
        return Arrays.copyOf(marks, count);
    }

    /// Moves a record behind those that follow it and are done with.
    ///
    /// @return where it is then
    private long move(long mark, long end) {
        guard.set(ring.at(QueueRing.MOVE_AT), mark);
        guard.set(ring.at(QueueRing.MOVE_END_AT), end);
        guard.set(ring.at(QueueRing.MOVE_LEFT_AT), ring.unitsAt(mark));
        guard.commit();
        return goOn();
    }

    /// Ends what one who died has begun.
    void finish() {
        if (field(QueueRing.MOVE_LEFT_AT) != 0) {
            long _ = goOn();
        }
    }

    private long goOn() {
        long mark = field(QueueRing.MOVE_AT);
        long end = field(QueueRing.MOVE_END_AT);
        long shift = QueueRing.unitsBetween(mark, end) - ring.unitsAt(mark);
        ensureWhole(mark, end, shift);
        copy(mark, shift);
        boolean isFirst = !ring.isMoved(mark);
        long left = isFirst ? shift - 1 : shift;
        long records = QueueRing.recordsBetween(mark, end) - 1;
        long target = QueueRing.advance(mark, left, records);
        ring.writeMoved(target, ring.header(mark, ring.state(mark)));
        if (isFirst) {
            ring.writeOrigin(target, mark);
        }
        guard.set(ring.addressOf(mark), QueueRing.filler(left, records));
        if (isFirst) {
            guard.set(ring.at(QueueRing.MOVED_AT), field(QueueRing.MOVED_AT) + 1);
        }
        guard.set(ring.at(QueueRing.MOVE_LEFT_AT), 0);
        guard.commit();
        return target;
    }

    private void ensureWhole(long mark, long end, long shift) {
        long left = field(QueueRing.MOVE_LEFT_AT);
        boolean isWhole =
                ring.length(mark) >= 0
                        && shift >= (ring.isMoved(mark) ? 1 : 2)
                        && left > 0
                        && left <= ring.unitsAt(mark)
                        && QueueRing.unitsBetween(mark, end) <= ring.ringUnits()
                        && QueueRing.recordsBetween(mark, end) > 1;
        if (!isWhole) {
            throw new CorruptRingException(
                    "A record of a queue must be moved within its ring: left="
                            + left
                            + (", position=" + QueueRing.position(mark))
                            + (", end=" + QueueRing.position(end)));
        }
    }

    /// Copies what is behind a record's first word.
    private void copy(long mark, long shift) {
        byte[] piece = new byte[(int) Math.min(shift, PIECE_UNITS) * Long.BYTES];
        // One more than are left, as none would mean that nothing is moved.
        long left = field(QueueRing.MOVE_LEFT_AT) - 1;
        while (left > 0) {
            int units = (int) Math.min(left, piece.length / Long.BYTES);
            left -= units;
            long from = QueueRing.position(mark) + 1 + left;
            ring.copyOut(from, piece, units * Long.BYTES);
            ring.copyIn(from + shift, piece, units * Long.BYTES);
            words.storeLongRelease(ring.at(QueueRing.MOVE_LEFT_AT), left + 1);
            // The next piece goes to where this one was.
            words.fenceStores();
        }
    }

    /// Where the record is whose item somebody knows by a place.
    ///
    /// @return NOWHERE if it is not there any more
    long find(long place, long tail) {
        long head = field(QueueRing.HEAD_AT);
        long next = field(QueueRing.NEXT_AT);
        if (field(QueueRing.MOVED_AT) == 0 || QueueRing.isWithin(place, next, tail)) {
            return QueueRing.isWithin(place, head, tail) ? place : ItemBytes.NOWHERE;
        }
        for (long mark = head; mark != next; mark = ring.after(mark, next)) {
            if (!ring.isDone(mark) && ring.origin(mark) == place) {
                return mark;
            }
        }
        return ItemBytes.NOWHERE;
    }

    private long field(long field) {
        return words.loadLong(ring.at(field));
    }
}
