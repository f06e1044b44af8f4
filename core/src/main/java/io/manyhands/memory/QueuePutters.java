package io.manyhands.memory;

import io.manyhands.memory.ItemStore.Outcome;

/// The end of a queue's ring where items are put. Thread-safe.
final class QueuePutters {
    /// How many records are put before their number is written down.
    private static final long PUTS_STEP = 1L << 20;

    private final QueueRing ring;
    private final Words words;
    private final Guard guard;

    QueuePutters(QueueRing ring, Members members) {
        this.ring = ring;
        words = ring.words();
        guard = new Guard(words, ring.at(QueueRing.PUTTERS_AT), members);
    }

    Outcome put(byte[] bytes, int length) {
        // What a gone putter left beyond the tail does not count, and what it knew was true.
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            if (words.loadLong(ring.at(QueueRing.CLOSED_AT)) != 0) {
                return Outcome.CLOSED;
            }
            long tail = words.loadLong(ring.at(QueueRing.TAIL_AT));
            long units = QueueRing.units(length);
            if (!fits(tail, units) && !looksAgainAndFits(tail, units)) {
                return Outcome.FULL;
            }
            ring.write(tail, bytes, length);
            writeDown(tail);
            // Who leaves the guard does so by a volatile store: sleepers are looked for after that.
            words.storeLongRelease(ring.at(QueueRing.TAIL_AT), QueueRing.advance(tail, units));
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    Outcome close() {
        if (!guard.tryEnter()) {
            return Outcome.AGAIN;
        }
        try {
            words.storeLongVolatile(ring.at(QueueRing.CLOSED_AT), 1);
            return Outcome.DONE;
        } finally {
            guard.leave();
        }
    }

    boolean isClosed() {
        return words.loadLongVolatile(ring.at(QueueRing.CLOSED_AT)) != 0;
    }

    long tail() {
        return words.loadLongVolatile(ring.at(QueueRing.TAIL_AT));
    }

    /// How many records were put since the beginning.
    long puts() {
        long puts;
        long tail;
        do {
            puts = words.loadLongVolatile(ring.at(QueueRing.PUTS_AT));
            tail = tail();
        } while (puts != words.loadLongVolatile(ring.at(QueueRing.PUTS_AT)));
        return puts + QueueRing.count(tail - puts);
    }

    /// Marks have only the lower bits of the number: the whole is written down often enough to
    /// tell.
    private void writeDown(long tail) {
        if (QueueRing.count(tail) % PUTS_STEP == 0) {
            words.storeLongVolatile(ring.at(QueueRing.PUTS_AT), puts());
        }
    }

    private boolean fits(long tail, long units) {
        long end = words.loadLong(ring.at(QueueRing.KNOWN_END_AT));
        long last = words.loadLong(ring.at(QueueRing.KNOWN_LAST_AT));
        return QueueRing.recordsBetween(tail, last) > 0
                && QueueRing.unitsBetween(end, tail) + units <= ring.ringUnits();
    }

    /// Looks at the takers' line, which the others write.
    private boolean looksAgainAndFits(long tail, long units) {
        // The head: what lies before it may be written over, as whoever moved it has read that.
        words.storeLong(
                ring.at(QueueRing.KNOWN_END_AT),
                words.loadLongVolatile(ring.at(QueueRing.HEAD_AT)));
        long next = words.loadLongVolatile(ring.at(QueueRing.NEXT_AT));
        words.storeLong(ring.at(QueueRing.KNOWN_LAST_AT), QueueTakers.last(ring, next));
        return fits(tail, units);
    }
}
