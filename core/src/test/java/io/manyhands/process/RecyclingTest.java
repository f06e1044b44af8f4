package io.manyhands.process;

import static io.manyhands.process.PlayedPool.NEVER;
import static io.manyhands.process.PlayedPool.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.process.PlayedPool.Played;
import org.junit.jupiter.api.Test;

/// Who leaves for what it has done, and who takes its place.
class RecyclingTest {
    @Test
    void successorComesBeforeTheLastCallsAreSent() {
        PlayedPool pool = new PlayedPool(recycling(100));
        Roster roster = pool.roster;
        Played first = pool.up();
        roster.cameUp(SECOND);
        first.nanosEach = SECOND / 10;
        first.send(79);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isZero();
        first.send(1);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(roster.missingResting()).isOne();
        assertThat(roster.missing()).isZero();
    }

    @Test
    void placeIsFreeOnlyWhenAllIsDone() {
        PlayedPool pool = new PlayedPool(recycling(2));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played successor = pool.up();
        successor.tenure.rest(true);
        first.send(2);
        assertThat(roster.arrange(1, 5, true)).isFalse();
        assertThat(first.tenure.isLeaving()).isFalse();
        first.load = 0;
        assertThat(roster.arrange(1, 5, true)).isTrue();
        assertThat(first.tenure.isLeaving()).isTrue();
        assertThat(successor.tenure.takes()).isTrue();
    }

    @Test
    void oneThatIsTooOldGoesOnUntilAnotherIsUp() {
        PlayedPool pool = new PlayedPool(new Terms(1, 1, 0, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played first = pool.up();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(10 * SECOND);
        pool.ring();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(first.tenure.takes()).isTrue();
        assertThat(roster.missingResting()).isOne();
        Played successor = pool.member();
        successor.tenure.rest(true);
        boolean _ = roster.arrange(1, 0, true);
        assertThat(first.tenure.takes()).isTrue();
        assertThat(roster.missingResting()).isZero();
        successor.tenure.open(pool.now, Tenure.UNKNOWN);
        assertThat(roster.arrange(1, 0, true)).isTrue();
        assertThat(first.tenure.isLeaving()).isTrue();
        assertThat(successor.tenure.takes()).isTrue();
    }

    @Test
    void oneThatIsTooOldAndBusyIsNotCutShort() {
        PlayedPool pool = new PlayedPool(new Terms(1, 1, 1, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played first = pool.up();
        first.send(1);
        pool.now = 9 * SECOND;
        Played warm = pool.up();
        warm.tenure.rest(true);
        pool.now = 10 * SECOND;
        assertThat(roster.arrange(1, 3, true)).isFalse();
        assertThat(first.tenure.isOver()).isTrue();
        assertThat(first.tenure.isLeaving()).isFalse();
        assertThat(warm.tenure.isResting()).isTrue();
        first.load = 0;
        assertThat(roster.arrange(1, 3, true)).isTrue();
        assertThat(first.tenure.isLeaving()).isTrue();
    }

    @Test
    void oneSuccessorLetsOneGo() {
        PlayedPool pool = new PlayedPool(new Terms(2, 2, 0, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played second = pool.up();
        pool.now = 10 * SECOND;
        Played successor = pool.up();
        successor.tenure.rest(true);
        assertThat(roster.arrange(2, 0, true)).isTrue();
        assertThat(first.tenure.isLeaving()).isNotEqualTo(second.tenure.isLeaving());
        assertThat(roster.missingResting()).isOne();
    }

    @Test
    void successorOfOneThatFinishesIsNotTakenForAnother() {
        PlayedPool pool = new PlayedPool(new Terms(2, 2, 0, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played second = pool.up();
        first.send(1);
        second.send(1);
        pool.now = 10 * SECOND;
        Played successor = pool.up();
        successor.tenure.rest(true);
        boolean _ = roster.arrange(2, 0, true);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(first.tenure.isOver()).isTrue();
        assertThat(second.tenure.isOver()).isFalse();
        assertThat(roster.missingResting()).isOne();
    }

    @Test
    void oneAtRestThatIsTooOldLeavesAndIsReplaced() {
        PlayedPool pool = new PlayedPool(new Terms(1, 1, 1, NEVER, 0, 10 * SECOND, 0));
        Roster roster = pool.roster;
        Played warm = pool.up();
        warm.tenure.rest(true);
        pool.now = SECOND;
        Played _ = pool.up();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(10 * SECOND);
        pool.ring();
        boolean _ = roster.arrange(1, 0, true);
        assertThat(warm.tenure.isLeaving()).isTrue();
        assertThat(roster.missingResting()).isOne();
    }

    @Test
    void alarmIsSetAnewIfSomethingIsDueSooner() {
        PlayedPool pool = new PlayedPool(new Terms(2, 1, 0, 5 * SECOND, 0, 20 * SECOND, 0));
        Roster roster = pool.roster;
        Played first = pool.up();
        Played second = pool.up();
        first.send(1);
        second.send(1);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(20 * SECOND);
        second.load = 0;
        boolean _ = roster.arrange(2, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(5 * SECOND);
        second.send(1);
        boolean _ = roster.arrange(2, 0, true);
        assertThat(pool.alarmNanos).isEqualTo(5 * SECOND);
        assertThat(pool.alarms).isEqualTo(2);
        assertThat(pool.cancelled).isOne();
    }

    private static Terms recycling(long calls) {
        return new Terms(1, 1, 0, NEVER, calls, 0, 0);
    }
}
