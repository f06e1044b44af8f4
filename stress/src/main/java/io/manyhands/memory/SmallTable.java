package io.manyhands.memory;

/// Tables of members of which only the first slots are used, for one trial each.
final class SmallTable {
    private static final Slabs SLABS = new Slabs(256);

    private SmallTable() {}

    static MemberTable of() {
        return new MemberTable(SLABS.words(), 0);
    }
}
