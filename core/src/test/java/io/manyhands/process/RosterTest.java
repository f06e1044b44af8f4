package io.manyhands.process;

import static io.manyhands.process.PlayedPool.NEVER;
import static io.manyhands.process.PlayedPool.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.process.PlayedPool.Played;
import org.junit.jupiter.api.Test;

/// Who has a place, who rests, and who is missing.
class RosterTest {
    // Places.

    @Test
    void asManyAreMissingAsThereAreToBe() {
        PlayedPool pool = new PlayedPool(Terms.of(3));
        Roster roster = pool.roster;
        assertThat(roster.arrange(3, 0, true)).isFalse();
        assertThat(roster.missing()).isEqualTo(3);
        Played _ = pool.up();
        boolean _ = roster.arrange(3, 0, true);
        assertThat(roster.missing()).isEqualTo(2);
        assertThat(roster.missingResting()).isZero();
    }

    @Test
    void placeOfOneThatIsGoneIsNotFilledByANewOneYet() {
        PlayedPool pool = new PlayedPool(Terms.of(1));
        Roster roster = pool.roster;
        Played only = pool.up();
        only.tenure.gone();
        boolean _ = roster.arrange(1, 1, true);
        assertThat(roster.missing()).isZero();
        only.tenure.leave();
        boolean _ = roster.arrange(1, 1, true);
        assertThat(roster.missing()).isOne();
        only.tenure.hold(true);
        boolean _ = roster.arrange(1, 1, true);
        assertThat(roster.missing()).isZero();
    }

    @Test
    void spareComesWhileOneWaitsForAnother() {
        PlayedPool pool = new PlayedPool(Terms.of(1));
        Roster roster = pool.roster;
        Played waiting = pool.up();
        waiting.send(1);
        waiting.tenure.pause(true);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(roster.missing()).isZero();
        boolean _ = roster.arrange(2, 1, true);
        assertThat(roster.missing()).isOne();
        boolean _ = roster.arrange(2, 1, false);
        assertThat(roster.missing()).isZero();
    }

    @Test
    void spareRestsAndTakesThePlaceOfTheNextThatWaits() {
        PlayedPool pool = new PlayedPool(Terms.of(1));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played spare = pool.up();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(spare.tenure.isResting()).isTrue();
        first.send(2);
        assertThat(roster.arrange(2, 0, true)).isTrue();
        assertThat(spare.tenure.isResting()).isFalse();
        assertThat(roster.missing()).isZero();
    }

    @Test
    void oneAboveTheSeatsTakesNothingMoreUntilThereIsASeatForIt() {
        PlayedPool pool = new PlayedPool(Terms.of(1));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played spare = pool.up();
        first.send(1);
        spare.send(1);
        boolean _ = roster.arrange(2, 5, true);
        assertThat(spare.tenure.takes()).isTrue();
        boolean _ = roster.arrange(1, 5, true);
        assertThat(first.tenure.takes()).isTrue();
        assertThat(spare.tenure.takes()).isFalse();
        boolean _ = roster.arrange(2, 5, true);
        assertThat(spare.tenure.takes()).isTrue();
        boolean _ = roster.arrange(1, 5, true);
        spare.load = 0;
        boolean _ = roster.arrange(2, 5, true);
        assertThat(spare.tenure.takes()).isTrue();
        boolean _ = roster.arrange(1, 5, true);
        assertThat(spare.tenure.isResting()).isTrue();
    }

    @Test
    void oneThatComesUpRestsBeforeOneThatIsUp() {
        PlayedPool pool = new PlayedPool(Terms.of(1));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played spare = pool.member();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(first.tenure.takes()).isTrue();
        assertThat(spare.tenure.isResting()).isTrue();
    }

    @Test
    void oneThatIsDismissedKeepsItsPlaceUntilItIsDead() {
        PlayedPool pool = new PlayedPool(warm(1));
        Roster roster = pool.roster;
        Played stubborn = pool.up();
        Played warm = pool.up();
        warm.tenure.rest(true);
        stubborn.send(1);
        stubborn.tenure.dismiss();
        boolean _ = roster.arrange(1, 1, true);
        assertThat(stubborn.tenure.takes()).isFalse();
        assertThat(warm.tenure.takes()).isFalse();
        stubborn.tenure.gone();
        boolean _ = roster.arrange(1, 1, true);
        assertThat(warm.tenure.takes()).isTrue();
    }

    @Test
    void oneThatRestsTakesAPlaceThoughStartsArePutOff() {
        PlayedPool pool = new PlayedPool(shrinking(4, 1));
        Roster roster = pool.roster;
        Played first = pool.up();
        first.send(1);
        Played other = pool.up();
        other.tenure.rest(true);
        boolean _ = roster.arrange(4, 3, false);
        assertThat(other.tenure.takes()).isTrue();
        assertThat(roster.missing()).isZero();
    }

    @Test
    void startActionsBringNobodyElse() {
        PlayedPool pool = new PlayedPool(shrinking(8, 1));
        Roster roster = pool.roster;
        Played first = pool.member();
        first.load = 1;
        boolean _ = roster.arrange(8, 1, true);
        assertThat(roster.missing()).isZero();
    }

    @Test
    void oneThatIsTooOldAndAboveTheSeatsIsCountedOffOnce() {
        PlayedPool pool = new PlayedPool(new Terms(1, 1, 1, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played old = pool.up();
        pool.now = 9 * SECOND;
        Played busy = pool.up();
        busy.send(1);
        Played warm = pool.up();
        warm.tenure.rest(true);
        pool.now = 11 * SECOND;
        boolean _ = roster.arrange(1, 0, true);
        assertThat(old.tenure.isLeaving()).isTrue();
        assertThat(busy.tenure.takes()).isTrue();
        assertThat(warm.tenure.takes()).isFalse();
    }

    // Warm ones.

    @Test
    void warmOnesComeOnceAllOthersAreUp() {
        PlayedPool pool = new PlayedPool(warm(1));
        Roster roster = pool.roster;
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missing()).isOne();
        assertThat(roster.missingResting()).isZero();
        Played first = pool.member();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missing()).isZero();
        assertThat(roster.missingResting()).isZero();
        first.tenure.open(pool.now, Tenure.UNKNOWN);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isOne();
        Played warm = pool.member();
        warm.tenure.rest(true);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isZero();
        assertThat(roster.isSettled(2, 1)).isTrue();
    }

    @Test
    void warmOneTakesThePlaceOfOneThatIsGoneAndAnotherComesBehindIt() {
        PlayedPool pool = new PlayedPool(warm(1));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played warm = pool.up();
        warm.tenure.rest(true);
        first.send(1);
        first.tenure.gone();
        assertThat(roster.arrange(1, 0, true)).isTrue();
        assertThat(warm.tenure.takes()).isTrue();
        assertThat(roster.missing()).isZero();
        // First others have what was in flight to it.
        assertThat(roster.missingResting()).isZero();
        first.tenure.leave();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isOne();
    }

    @Test
    void warmOneThatFailsIsNotTriedAgainAtOnce() {
        PlayedPool pool = new PlayedPool(warm(1));
        Roster roster = pool.roster;
        Played _ = pool.up();
        Played warm = pool.member();
        warm.tenure.rest(true);
        warm.tenure.hold(true);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isZero();
    }

    @Test
    void placeIsGivenToOneThatIsUpRatherThanToOneThatComesUp() {
        PlayedPool pool = new PlayedPool(warm(2));
        Roster roster = pool.roster;
        Played comingUp = pool.member();
        Played up = pool.up();
        comingUp.tenure.rest(true);
        up.tenure.rest(true);
        assertThat(roster.arrange(1, 0, true)).isTrue();
        assertThat(up.tenure.isResting()).isFalse();
        assertThat(comingUp.tenure.isResting()).isTrue();
    }

    // Growing and shrinking.

    @Test
    void asManyComeAsThereIsSomethingToDoFor() {
        PlayedPool pool = new PlayedPool(shrinking(4, 1));
        Roster roster = pool.roster;
        boolean _ = roster.arrange(4, 0, true);
        assertThat(roster.missing()).isOne();
        Played first = pool.member();
        boolean _ = roster.arrange(4, 1, true);
        assertThat(roster.missing()).isZero();
        boolean _ = roster.arrange(4, 2, true);
        assertThat(roster.missing()).isOne();
        first.tenure.open(pool.now, Tenure.UNKNOWN);
        first.send(3);
        boolean _ = roster.arrange(4, 0, true);
        assertThat(roster.missing()).isEqualTo(2);
        boolean _ = roster.arrange(4, 100, true);
        assertThat(roster.missing()).isEqualTo(3);
        boolean _ = roster.arrange(4, 100, false);
        assertThat(roster.missing()).isZero();
    }

    @Test
    void answerThatIsPassedOnDoesNotCountAsSomethingToDo() {
        PlayedPool pool = new PlayedPool(shrinking(2, 1));
        Roster roster = pool.roster;
        Played only = pool.up();
        only.send(1);
        only.tenure.passing();
        only.send(1);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(roster.missing()).isZero();
        only.load--;
        only.tenure.settled();
        only.send(1);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(roster.missing()).isOne();
    }

    @Test
    void thoseAboveTheLeastLeaveWhenTheyHaveNothingToDoForAWhile() {
        PlayedPool pool = new PlayedPool(shrinking(3, 1));
        Roster roster = pool.roster;
        for (int i = 0; i < 3; i++) {
            Played _ = pool.up();
        }
        pool.members.getFirst().send(1);
        boolean _ = roster.arrange(3, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(5 * SECOND);
        pool.now = 2 * SECOND;
        pool.members.get(1).send(1);
        pool.members.get(1).load = 0;
        boolean _ = roster.arrange(3, 0, true);
        pool.ring();
        boolean _ = roster.arrange(3, 0, true);
        assertThat(pool.members.get(1).tenure.isLeaving()).isFalse();
        assertThat(pool.members.get(2).tenure.isLeaving()).isTrue();
        assertThat(pool.alarmNanos).isEqualTo(7 * SECOND);
        pool.ring();
        boolean _ = roster.arrange(3, 0, true);
        assertThat(pool.members.get(1).tenure.isLeaving()).isTrue();
        pool.members.getFirst().load = 0;
        boolean _ = roster.arrange(3, 0, true);
        pool.now = 100 * SECOND;
        boolean _ = roster.arrange(3, 0, true);
        assertThat(pool.members.getFirst().tenure.isLeaving()).isFalse();
    }

    @Test
    void sparesAtRestLeaveAfterAWhileButNotTheWarmOnes() {
        PlayedPool pool = new PlayedPool(new Terms(1, 1, 1, 5 * SECOND, 0, 0, 0));
        Roster roster = pool.roster;
        Played _ = pool.up();
        Played warm = pool.up();
        Played spare = pool.up();
        warm.tenure.rest(true);
        spare.tenure.rest(true);
        boolean _ = roster.arrange(1, 0, true);
        pool.ring();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(pool.now).isEqualTo(5 * SECOND);
        assertThat(spare.tenure.isLeaving()).isTrue();
        assertThat(warm.tenure.isLeaving()).isFalse();
        assertThat(pool.alarmNanos).isEqualTo(NEVER);
    }

    private static Terms warm(int warm) {
        return new Terms(1, 1, warm, NEVER, 0, 0, 0);
    }

    private static Terms shrinking(int count, int least) {
        return new Terms(count, least, 0, 5 * SECOND, 0, 0, 0);
    }
}
