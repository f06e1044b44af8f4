package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.CrashPoints.Scenario;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What is left in the table of members when one dies at any access of its coming and going, and
/// the one that comes into its slot, too.
final class MembersCrashPointsTest {
    private static final int SLOT = 1;
    private static final int SLOT_BITS = 8;
    private static final long WORD_AT = 64 * (1 + SLOT);

    /// The table, and its words.
    private record Table(MemberTable table, Words words) {
        /// Comes, as one who has the lock of the slot: whoever is there has died.
        int come(int pid, String name) {
            int dead = table.member(SLOT);
            if (dead != 0) {
                // It is there as a whole: so it can be told of.
                assertThat(table.who(SLOT)).isIn("first, process 1", "second, process 2");
                assertThat(table.markGone(dead)).isTrue();
            }
            return table.enter(SLOT, pid, name);
        }

        void go(int member) {
            table.sleeps(SLOT, 1);
            assertThat(table.markGone(member)).isTrue();
            assertThat(table.markGone(member)).isFalse();
        }

        int last() {
            return Math.abs(words.loadInt(WORD_AT));
        }
    }

    private static int enumerate(UnaryOperator<Words> fault) {
        return CrashPoints.enumerate(
                new Scenario<>(
                        (words, _) -> new Table(new MemberTable(fault.apply(words), 0), words),
                        (survivor, _) -> {
                            int _ = survivor.table.enter(0, 9, "survivor");
                        },
                        first -> first.go(first.come(1, "first")),
                        second -> second.go(second.come(2, "second")),
                        (survivor, third, isDone) -> {
                            int last = survivor.last();
                            assertThat(isDone && last == 0).isFalse();
                            int changes = survivor.table.changes();
                            assertThat(changes).isBetween(isDone ? 3 : 1, 5);
                            int member = third.come(3, "third");
                            // Nobody is taken for one who was in the slot before.
                            assertThat(member >>> SLOT_BITS).isGreaterThan(last >>> SLOT_BITS);
                            assertThat(last != 0 && !survivor.table.isGone(last)).isFalse();
                            assertThat(survivor.table.member(SLOT)).isEqualTo(member);
                            assertThat(survivor.table.isGone(member)).isFalse();
                            assertThat(survivor.table.isAsleep(SLOT)).isFalse();
                            assertThat(survivor.table.who(SLOT)).isEqualTo("third, process 3");
                            assertThat(survivor.table.who(0)).isEqualTo("survivor, process 9");
                            assertThat(survivor.table.size()).isEqualTo(2);
                            assertThat(survivor.table.changes()).isGreaterThan(changes);
                        }),
                UnaryOperator.identity());
    }

    @Test
    void memberIsThereAsAWholeOrGone() {
        assertThat(enumerate(UnaryOperator.identity())).isGreaterThan(200);
    }

    @Test
    void memberThatIsForgottenInsteadOfMarkedIsCaught() {
        assertThatThrownBy(() -> enumerate(NoMarks::new)).isInstanceOf(AssertionError.class);
    }

    @Test
    void memberThatShowsBeforeItsNameIsCaught() {
        assertThatThrownBy(() -> enumerate(LateNames::new)).isInstanceOf(AssertionError.class);
    }

    /// Words in which a slot is empty when its member has gone.
    private static final class NoMarks extends ForwardingWords {
        NoMarks(Words words) {
            super(words);
        }

        @Override
        public boolean casInt(long at, int expected, int value) {
            return super.casInt(at, expected, at == WORD_AT ? Math.max(0, value) : value);
        }
    }

    /// Words that write down a process when its member shows already.
    private static final class LateNames extends ForwardingWords {
        private long late;

        LateNames(Words words) {
            super(words);
        }

        @Override
        public void storeLong(long at, long value) {
            late = value;
        }

        @Override
        public void storeIntVolatile(long at, int value) {
            super.storeIntVolatile(at, value);
            super.storeLong(at + Long.BYTES, late);
        }
    }
}
