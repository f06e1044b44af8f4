package io.manyhands.memory;

/// The order in which members wait for something: at most one thread of each.
///
/// Who died while waiting is passed over. Thread-safe, without a guard: each entry is written by
/// its member alone.
/* An entry is the slot's generation and a ticket, in one word. Tickets go around after 2^40, and are
 * compared by their difference, which is right as long as those who wait are not as far apart.
 */
final class Turns {
    static final int BYTES = 64 + Long.BYTES * Members.MOST;

    private static final int ENTRIES_AT = 64;
    private static final int SLOT_BITS = 8;
    private static final int TICKET_BITS = 40;
    private static final long TICKET_MASK = (1L << TICKET_BITS) - 1;
    private static final int NO_ENTRY = 0;

    private final Words words;
    private final long at;
    private final Members members;
    private final int self;

    Turns(Words words, long at, Members members) {
        this.words = words;
        this.at = at;
        this.members = members;
        this.self = members.self();
    }

    /// Stands at the end.
    void join() {
        long ticket = words.loadLongVolatile(at);
        while (!words.casLong(at, ticket, ticket + 1)) {
            ticket = words.loadLongVolatile(at);
        }
        long generation = (long) self >>> SLOT_BITS;
        words.storeLongVolatile(
                entryAt(Members.slot(self)), (generation << TICKET_BITS) | (ticket & TICKET_MASK));
    }

    /// Stands nowhere.
    void quit() {
        words.storeLongVolatile(entryAt(Members.slot(self)), NO_ENTRY);
    }

    /// Returns whether nobody who lives stands at all.
    boolean isEmpty() {
        for (int slot = 0; slot < Members.MOST; slot++) {
            if (isThere(slot, words.loadLongVolatile(entryAt(slot)))) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether nobody who lives stands before this member, which stands.
    boolean isFirst() {
        long own = words.loadLongVolatile(entryAt(Members.slot(self)));
        for (int slot = 0; slot < Members.MOST; slot++) {
            long entry = words.loadLongVolatile(entryAt(slot));
            if (isThere(slot, entry) && isBefore(entry, own)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(int slot, long entry) {
        int member = (int) (entry >>> TICKET_BITS) << SLOT_BITS | slot;
        return entry != NO_ENTRY && !members.isGone(member);
    }

    private static boolean isBefore(long entry, long other) {
        int shift = Long.SIZE - TICKET_BITS;
        return (entry << shift) - (other << shift) < 0;
    }

    private long entryAt(int slot) {
        return at + ENTRIES_AT + (long) Long.BYTES * slot;
    }
}
