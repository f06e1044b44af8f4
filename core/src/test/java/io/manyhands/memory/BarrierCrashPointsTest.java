package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.CrashPoints.Scenario;
import io.manyhands.memory.RobustBarrier.Round;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is left of a barrier when a process dies at any access of an operation, and the next one
/// too.
final class BarrierCrashPointsTest {
    private static final int THIRD = 3;

    private static Scenario<RobustBarrier> barrier(
            int parties,
            CrashPoints.Before<RobustBarrier> before,
            Consumer<RobustBarrier> mortal,
            CrashPoints.Check<RobustBarrier> check) {
        return new Scenario<>(
                (words, members) -> new RobustBarrier(words, 0, members, parties),
                before,
                mortal,
                RobustBarrier::state,
                check);
    }

    @Test
    void roundIsPassedWhollyOrNotAtAll() {
        CrashPoints.enumerate(
                barrier(
                        2,
                        (survivor, _) -> survivor.arrive(true),
                        mortal -> mortal.arrive(true),
                        (survivor, fresh, isDone) -> {
                            Round round = survivor.look(0);
                            assertThat(round)
                                    .isIn(Round.PASSED, isDone ? Round.PASSED : Round.OPEN);
                            if (round == Round.OPEN) {
                                assertThat(fresh.arrive(true)).isEqualTo(1);
                                assertThat(survivor.look(0)).isEqualTo(Round.PASSED);
                            }
                            long next = survivor.arrive(true);
                            assertThat(survivor.index(next)).isEqualTo(1);
                            assertThat(survivor.look(next)).isEqualTo(Round.OPEN);
                            assertThat(fresh.arrive(true)).isEqualTo(next + 1);
                            assertThat(survivor.look(next)).isEqualTo(Round.PASSED);
                        }));
    }

    @Test
    void partyThatDiesAfterItsArrivalBreaksTheRound() {
        CrashPoints.enumerate(
                barrier(
                        THIRD,
                        (survivor, _) -> survivor.arrive(true),
                        mortal -> mortal.arrive(true),
                        (survivor, fresh, isDone) -> {
                            Round round = survivor.look(0);
                            assertThat(round)
                                    .isIn(Round.BROKEN, isDone ? Round.BROKEN : Round.OPEN);
                            if (round == Round.BROKEN) {
                                assertThat(fresh.arrive(true)).isEqualTo(RobustBarrier.BROKEN);
                            }
                            ensureResetMends(survivor, fresh);
                        }));
    }

    private static void ensureResetMends(RobustBarrier survivor, RobustBarrier fresh) {
        assertThat(survivor.reset()).isEqualTo(Attempt.DONE);
        assertThat(survivor.look(0)).isEqualTo(Round.BROKEN);
        long arrival = survivor.arrive(true);
        assertThat(fresh.index(fresh.arrive(true))).isEqualTo(1);
        assertThat(survivor.look(arrival)).isEqualTo(Round.OPEN);
        assertThat(fresh.index(fresh.arrive(true))).isZero();
        assertThat(survivor.look(arrival)).isEqualTo(Round.PASSED);
    }

    @Test
    void lastPartyThatDiesBeforeItIsReadyBreaksTheRound() {
        CrashPoints.enumerate(
                barrier(
                        2,
                        (survivor, mortal) -> {
                            survivor.arrive(true);
                            mortal.arrive(false);
                        },
                        mortal -> mortal.pass(1),
                        (survivor, _, isDone) -> {
                            Round round = survivor.look(0);
                            assertThat(round)
                                    .isIn(Round.PASSED, isDone ? Round.PASSED : Round.BROKEN);
                            assertThat(survivor.state())
                                    .isEqualTo(round == Round.PASSED ? Round.OPEN : round);
                        }));
    }

    @Test
    void registeredPartyThatDiesBreaksTheBarrier() {
        CrashPoints.enumerate(
                barrier(
                        THIRD,
                        (survivor, _) -> survivor.arrive(true),
                        mortal -> mortal.register(true),
                        (survivor, fresh, isDone) -> {
                            assertThat(survivor.look(0))
                                    .isIn(Round.BROKEN, isDone ? Round.BROKEN : Round.OPEN);
                            ensureResetMends(survivor, fresh);
                        }));
    }

    @Test
    void deathOfARegisteredPartyIsNotForgottenWhenItsSlotIsTaken() {
        Words words = Words.unshared((int) RobustBarrier.sizeBytes());
        FakeMembers first = FakeMembers.first();
        FakeMembers second = first.other(1);
        RobustBarrier survivor = new RobustBarrier(words, 0, first, THIRD);
        new RobustBarrier(words, 0, second, THIRD).register(true);
        survivor.sleepers().add(0);
        second.die();
        RobustBarrier heir = new RobustBarrier(words, 0, second.heir(), THIRD);
        assertThat(heir.register(true)).isEqualTo(Attempt.DONE);
        assertThat(survivor.state()).isEqualTo(Round.BROKEN);
        assertThat(first.rung()).isPositive();
        ensureResetMends(survivor, heir);
    }

    @Test
    void onlyOneIsToldThatItHasBrokenARound() {
        Words words = Words.unshared((int) RobustBarrier.sizeBytes());
        FakeMembers first = FakeMembers.first();
        RobustBarrier one = new RobustBarrier(words, 0, first, THIRD);
        RobustBarrier other = new RobustBarrier(words, 0, first.other(1), THIRD);
        long early = one.arrive(true);
        long late = other.arrive(true);
        assertThat(one.breakUp(early)).isEqualTo(Round.OPEN);
        assertThat(other.breakUp(late)).isEqualTo(Round.BROKEN);
        assertThat(other.breakNow()).isEqualTo(Attempt.BUSY);
        one.reset();
        assertThat(other.breakNow()).isEqualTo(Attempt.DONE);
        assertThat(one.breakNow()).isEqualTo(Attempt.BUSY);
    }

    @Test
    void passedRoundIsToldThoughSomebodyIsStoppedInside() {
        Words words = Words.unshared((int) RobustBarrier.sizeBytes());
        FakeMembers first = FakeMembers.first();
        RobustBarrier one = new RobustBarrier(words, 0, first, 2);
        RobustBarrier other = new RobustBarrier(words, 0, first.other(1), 2);
        long early = one.arrive(true);
        other.arrive(true);
        MortalWords stopping = new MortalWords(words);
        RobustBarrier stopped = new RobustBarrier(stopping, 0, first.other(2), 2);
        stopping.dieAfter(1);
        assertThat(MortalWords.survives(() -> stopped.arrive(true))).isFalse();
        assertThat(other.state()).isEqualTo(Round.AGAIN);
        assertThat(one.look(early)).isEqualTo(Round.PASSED);
    }

    @Test
    void roundBeforeOneThatBrokeIsPassed() {
        Words words = Words.unshared((int) RobustBarrier.sizeBytes());
        FakeMembers first = FakeMembers.first();
        RobustBarrier one = new RobustBarrier(words, 0, first, 2);
        RobustBarrier other = new RobustBarrier(words, 0, first.other(1), 2);
        long early = one.arrive(true);
        other.arrive(true);
        long late = other.arrive(true);
        other.breakUp(late);
        assertThat(one.look(early)).isEqualTo(Round.PASSED);
        assertThat(other.look(late)).isEqualTo(Round.BROKEN);
    }

    @Test
    void deathOfOneThatHasArrivedIsLookedFor() {
        Words words = Words.unshared((int) RobustBarrier.sizeBytes());
        FakeMembers first = FakeMembers.first();
        FakeMembers second = first.other(1);
        new RobustBarrier(words, 0, second, THIRD).arrive(true);
        RobustBarrier survivor = new RobustBarrier(words, 0, new Unaware(first), THIRD);
        second.die();
        assertThat(survivor.state()).isEqualTo(Round.OPEN);
        survivor.findGone();
        assertThat(survivor.state()).isEqualTo(Round.BROKEN);
    }

    /// A member that knows only what it has asked the system.
    private static final class Unaware implements Members {
        private final Members others;
        private final Set<Integer> known = new HashSet<>();

        Unaware(Members others) {
            this.others = others;
        }

        @Override
        public int self() {
            return others.self();
        }

        @Override
        public boolean isGone(int member) {
            return known.contains(member);
        }

        @Override
        public boolean isGoneForSure(int member) {
            return others.isGone(member) && (known.add(member) || isGone(member));
        }

        @Override
        public void ring(int slot) {
            others.ring(slot);
        }
    }

    @Test
    void breakAndResetHappenWhollyOrNotAtAll() {
        CrashPoints.enumerate(
                barrier(
                        THIRD,
                        (survivor, _) -> survivor.arrive(true),
                        mortal -> {
                            mortal.breakUp(0);
                            mortal.reset();
                        },
                        (survivor, fresh, isDone) -> {
                            Round round = survivor.look(0);
                            assertThat(round)
                                    .isIn(Round.BROKEN, isDone ? Round.BROKEN : Round.OPEN);
                            assertThat(survivor.state()).isIn(Round.OPEN, round);
                            ensureResetMends(survivor, fresh);
                        }));
    }
}
