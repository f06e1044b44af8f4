package io.manyhands.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.shared.Deadlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is a deadlock, and what is none, by what processes tell.
class KnotsTest {
    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int THREE = 3;
    private static final int FREE = 9;

    /// What a process tells, as it is put together here.
    private static final class Told {
        private final long pid;
        private final List<Sight.Waiter> waiters = new ArrayList<>();
        private final List<Sight.Hold> holds = new ArrayList<>();

        Told(long pid) {
            this.pid = pid;
        }

        Told waits(int thread, long slack, String... keys) {
            return waits(thread, thread, false, slack, keys);
        }

        Told waits(int thread, long number, boolean isOfProcess, long slack, String... keys) {
            waiters.add(
                    new Sight.Waiter(
                            new Actor(pid, thread),
                            number,
                            "thread-" + thread,
                            null,
                            isOfProcess,
                            "lock " + keys[0],
                            List.of(keys),
                            slack,
                            true,
                            number,
                            List.of()));
            return this;
        }

        Told has(int thread, String key) {
            return has(pid, thread, key, 1);
        }

        Told has(long ofPid, int thread, String key, long count) {
            holds.add(new Sight.Hold(key, "lock " + key, new Actor(ofPid, thread), count));
            return this;
        }

        Sight sight() {
            return new Sight(pid, waiters, holds);
        }
    }

    private static Told told() {
        return new Told(100);
    }

    private static List<Deadlock> found(Sight... sights) {
        List<Sight> all = List.of(sights);
        return Knots.second(all, Knots.first(all));
    }

    @Test
    void twoWhoWaitForEachOther() {
        Told told = told().has(ONE, "a").has(TWO, "b").waits(ONE, 0, "b").waits(TWO, 0, "a");
        Deadlock found = found(told.sight()).getFirst();
        assertThat(found.waiters()).hasSize(2);
        assertThat(found.waiters().getFirst().waitsFor()).isEqualTo("lock b");
        assertThat(found.waiters().getFirst().has()).containsExactly("lock a");
    }

    @Test
    void acrossProcessesAndNotWithoutTheAnswerOfOne() {
        Sight one = new Told(100).has(ONE, "a").waits(ONE, 0, "b").has(200, ONE, "b", 1).sight();
        Sight other = new Told(200).has(ONE, "b").waits(ONE, 0, "a").sight();
        assertThat(found(one, other)).hasSize(1);
        assertThat(found(one)).isEmpty();
        assertThat(found(other)).isEmpty();
    }

    @Test
    void whoWaitsBehindACycleIsNotPartOfIt() {
        Told told =
                told().has(ONE, "a")
                        .has(TWO, "b")
                        .has(THREE, "c")
                        .waits(ONE, 0, "b")
                        .waits(TWO, 0, "a")
                        .waits(THREE, 0, "a");
        assertThat(found(told.sight()).getFirst().waiters()).hasSize(2);
    }

    @Test
    void chainThatEndsAtOneWhoIsAtWorkIsNone() {
        Told told = told().has(ONE, "a").has(FREE, "b").waits(ONE, 0, "b").waits(TWO, 0, "a");
        assertThat(found(told.sight())).isEmpty();
    }

    @Test
    void whoNeedsAllPartsIsKeptByOne() {
        Told told = told().has(ONE, "read").has(FREE, "read").waits(ONE, 0, "write", "read");
        assertThat(found(told.sight())).hasSize(1);
    }

    @Test
    void permitsOfThoseAtWorkMayBeEnough() {
        Told stuck = told().has(100, ONE, "s", 2).has(100, TWO, "s", 1);
        stuck.waits(ONE, 2, "s").waits(TWO, 2, "s");
        assertThat(found(stuck.sight())).hasSize(1);
        // Of four, one is somebody's who goes on.
        Told free = told().has(100, ONE, "s", 2).has(100, TWO, "s", 1);
        free.waits(ONE, 3, "s").waits(TWO, 3, "s");
        assertThat(found(free.sight())).isEmpty();
    }

    @Test
    void anyOfThoseWhoGiveIsEnough() {
        Told told = told().has(ONE, "room").waits(ONE, Need.EVERYBODY, "room");
        assertThat(found(told.sight())).hasSize(1);
        assertThat(found(told.has(FREE, "room").sight())).isEmpty();
    }

    @Test
    void whatNobodyIsKnownToGiveMayComeFromAnybody() {
        assertThat(found(told().has(ONE, "a").waits(ONE, Need.EVERYBODY, "room").sight()))
                .isEmpty();
    }

    @Test
    void processThatTellsOfItselfCountsOnlyByThat() {
        Told one = new Told(100).has(ONE, "a").waits(ONE, Need.EVERYBODY, "room");
        one.has(200, Holders.ITS_OWN, "room", 1);
        Sight other = new Told(200).has(TWO, "room").waits(TWO, 0, "a").sight();
        assertThat(found(one.sight(), other)).hasSize(1);
        assertThat(found(one.sight())).isEmpty();
    }

    @Test
    void theThreadForTasksIsTheOneThatSaysSo() {
        Told program = new Told(100).has(ONE, "a").waits(ONE, Need.EVERYBODY, "task");
        program.has(200, Holders.TASKS, "task", 1);
        Sight worker = new Told(200).waits(TWO, 7, true, 0, "a").sight();
        assertThat(found(program.sight(), worker)).hasSize(1);
    }

    @Test
    void anotherWaitInTheSecondRoundIsNoDeadlock() {
        Told first = told().has(ONE, "a").has(TWO, "b");
        first.waits(ONE, 1, false, 0, "b").waits(TWO, 2, false, 0, "a");
        Told second = told().has(ONE, "a").has(TWO, "b");
        second.waits(ONE, 3, false, 0, "b").waits(TWO, 2, false, 0, "a");
        assertThat(Knots.second(List.of(second.sight()), Knots.first(List.of(first.sight()))))
                .isEmpty();
    }

    @Test
    void twoDeadlocksAreTwo() {
        Told told = told().has(ONE, "a").has(TWO, "b").has(THREE, "c");
        told.waits(ONE, 0, "b").waits(TWO, 0, "a").waits(THREE, 0, "c");
        assertThat(found(told.sight()))
                .extracting(each -> each.waiters().size())
                .containsExactly(2, 1);
    }
}
