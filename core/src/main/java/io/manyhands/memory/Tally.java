package io.manyhands.memory;

/// How many of something each member has, and how many all have together.
///
/// What a member that is gone had counts until it is taken back. Used inside the guard.
/* An entry has the id with the number, so that a slot's next member does not inherit it. */
final class Tally {
    static final int BYTES = 64 + Long.BYTES * Members.MOST;

    private static final int ENTRIES_AT = 64;

    private final Words words;
    private final long at;
    private final Guard guard;

    Tally(Words words, long at, Guard guard) {
        this.words = words;
        this.at = at;
        this.guard = guard;
    }

    /// How many all have: exact inside the guard, a hint elsewhere.
    long total() {
        return words.loadLongVolatile(at);
    }

    /// How many a member has: exact inside the guard, a hint elsewhere.
    int of(int member) {
        long entry = words.loadLongVolatile(entryAt(Members.slot(member)));
        return owner(entry) == member ? (int) entry : 0;
    }

    /// The id in a slot that has some, or 0.
    int memberAt(int slot) {
        long entry = words.loadLongVolatile(entryAt(slot));
        return (int) entry == 0 ? 0 : owner(entry);
    }

    /// Changes two words.
    void add(int member, int change) {
        long address = entryAt(Members.slot(member));
        long entry = guard.load(address);
        // What an earlier member of the slot had is taken back by the way.
        int inherited = owner(entry) == member ? 0 : (int) entry;
        int count = (int) entry - inherited + change;
        guard.set(address, (long) member << 32 | count);
        guard.set(at, guard.load(at) - inherited + change);
    }

    /// A member that is gone and still has some, or 0.
    int gone(Members members) {
        for (int slot = 0; slot < Members.MOST; slot++) {
            int member = memberAt(slot);
            if (member != 0 && members.isGone(member)) {
                return member;
            }
        }
        return 0;
    }

    /// Takes back what members that are gone have; each is committed for itself.
    ///
    /// @return whether there was something
    boolean takeBack(Members members) {
        boolean found = false;
        for (int slot = 0; slot < Members.MOST; slot++) {
            int member = memberAt(slot);
            if (member != 0 && members.isGone(member)) {
                add(member, -of(member));
                guard.commit();
                found = true;
            }
        }
        return found;
    }

    private long entryAt(int slot) {
        return at + ENTRIES_AT + (long) Long.BYTES * slot;
    }

    private static int owner(long entry) {
        return (int) (entry >>> 32);
    }
}
