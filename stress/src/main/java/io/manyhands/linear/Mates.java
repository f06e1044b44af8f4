package io.manyhands.linear;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.Members;
import io.manyhands.memory.Words;

/// One member for each thread of a trial, and the memory that they share.
///
/// Each member is confined to its thread; they meet in the memory alone.
final class Mates {
    /// Threads have numbers: 0 is the one before the others, the last the one after them.
    static final int THREADS = 5;

    private final Words words;
    private final MemberTable table;
    private final Members[] mates = new Members[THREADS];

    /// @param bytes how many the object takes, which begins at 0
    Mates(long bytes) {
        long tableAt = (bytes + 63) / 64 * 64;
        words = new ArrayWords(tableAt + MemberTable.BYTES);
        table = new MemberTable(words, tableAt);
        for (int thread = 0; thread < THREADS; thread++) {
            mates[thread] = enter(thread);
        }
    }

    private Members enter(int thread) {
        return new Mate(table, table.enter(thread, 0, ""));
    }

    Words words() {
        return words;
    }

    Members of(int thread) {
        return mates[thread];
    }

    /// The member of a thread is gone, and another takes its slot.
    Members replace(int thread) {
        boolean _ = table.markGone(of(thread).self());
        mates[thread] = enter(thread);
        return of(thread);
    }

    // Not a record, whose fields Lincheck cannot read.
    private static final class Mate implements Members {
        private final MemberTable table;
        private final int self;

        Mate(MemberTable table, int self) {
            this.table = table;
            this.self = self;
        }

        @Override
        public int self() {
            return self;
        }

        @Override
        public boolean isGone(int member) {
            return table.isGone(member);
        }

        @Override
        public boolean isGoneForSure(int member) {
            return table.isGone(member);
        }

        /// Nobody sleeps here.
        @Override
        public void ring(int slot) {}
    }
}
