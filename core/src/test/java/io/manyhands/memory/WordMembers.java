package io.manyhands.memory;

/// A member of a memory whose table is a part of that memory, so that to look at it is an access as
/// any other: for programs that are run in many orders.
final class WordMembers implements Members {
    private static final int ID = 1 << 8;

    private final Words words;
    private final long at;
    private final int slot;

    /// @param at where 8 words are for who is gone, and 8 for who was rung
    WordMembers(Words words, long at, int slot) {
        this.words = words;
        this.at = at;
        this.slot = slot;
    }

    @Override
    public int self() {
        return ID | slot;
    }

    @Override
    public boolean isGone(int member) {
        return words.loadLongVolatile(goneAt(Members.slot(member))) != 0;
    }

    @Override
    public boolean isGoneForSure(int member) {
        return isGone(member);
    }

    @Override
    public void ring(int rung) {
        words.storeLongVolatile(rungAt(rung), 1);
    }

    boolean isRung() {
        return words.loadLongVolatile(rungAt(slot)) != 0;
    }

    /// Says that it is gone, and wakes everyone: what others do when they find it out.
    void die() {
        words.storeLongVolatile(goneAt(slot), 1);
        for (int other = 0; other < Long.BYTES; other++) {
            ring(other);
        }
    }

    private long goneAt(int member) {
        return at + (long) Long.BYTES * member;
    }

    private long rungAt(int member) {
        return at + 64 + (long) Long.BYTES * member;
    }
}
