package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.CrashPoints.Scenario;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is left of a condition when a process dies at any access of an operation, and the next one
/// too.
final class ConditionCrashPointsTest {
    private static Scenario<RobustCondition> condition(
            Consumer<RobustCondition> mortal, CrashPoints.Check<RobustCondition> check) {
        return new Scenario<>(
                (words, members) -> new RobustCondition(words, 0, members),
                (survivor, dying) -> {
                    dying.enter();
                    survivor.enter();
                    survivor.enter();
                },
                mortal,
                heir -> {
                    heir.enter();
                    heir.find(0);
                },
                check);
    }

    private static int found(RobustCondition condition) {
        int found = 0;
        while (condition.find(found) == Attempt.DONE) {
            found++;
        }
        return found;
    }

    @Test
    void signalOfOneThatDiesIsGivenWhollyOrNotAtAll() {
        CrashPoints.enumerate(
                condition(
                        condition -> {
                            condition.quit();
                            condition.signal();
                        },
                        (survivor, _, isDone) -> {
                            int found = found(survivor);
                            assertThat(found).isBetween(isDone ? 1 : 0, 1);
                            for (int i = 0; i < found; i++) {
                                assertThat(survivor.take()).isEqualTo(Attempt.DONE);
                            }
                            for (int i = found; i < 2; i++) {
                                assertThat(survivor.quit()).isEqualTo(Attempt.DONE);
                            }
                            assertThat(survivor.quit()).isEqualTo(Attempt.BUSY);
                            assertThat(survivor.find(0)).isEqualTo(Attempt.BUSY);
                        }));
    }

    @Test
    void signalOfAWaiterThatDiesPassesOn() {
        Scenario<RobustCondition> plain =
                condition(
                        condition -> condition.find(0),
                        (survivor, _, _) -> assertThat(found(survivor)).isEqualTo(1));
        int deaths =
                CrashPoints.enumerate(
                        new Scenario<>(
                                plain.maker(),
                                (survivor, mortal) -> {
                                    plain.before().run(survivor, mortal);
                                    assertThat(survivor.signal()).isEqualTo(Attempt.DONE);
                                    assertThat(mortal.find(0)).isEqualTo(Attempt.DONE);
                                },
                                plain.mortal(),
                                _ -> {},
                                plain.check()));
        assertThat(deaths).isPositive();
    }

    @Test
    void signalsOfAWaiterThatDiesPassOnToTheHeirOfItsSlotToo() {
        Words words = Words.unshared((int) RobustCondition.sizeBytes());
        FakeMembers first = FakeMembers.first();
        FakeMembers second = first.other(1);
        RobustCondition survivor = new RobustCondition(words, 0, first);
        RobustCondition mortal = new RobustCondition(words, 0, second);
        mortal.enter();
        mortal.enter();
        survivor.signalAll();
        second.die();
        RobustCondition heir = new RobustCondition(words, 0, second.heir());
        heir.enter();
        survivor.enter();
        assertThat(found(survivor)).isEqualTo(1);
        assertThat(found(heir)).isEqualTo(1);
    }

    @Test
    void signalsOnTheirWayToOthersOutliveWhoPassesThemOn() {
        int deaths =
                CrashPoints.enumerate(
                        new Scenario<>(
                                (words, members) -> new RobustCondition(words, 0, members),
                                (survivor, mortal) -> {
                                    mortal.enter();
                                    mortal.enter();
                                    survivor.signalAll();
                                    survivor.enter();
                                    survivor.enter();
                                },
                                condition -> condition.find(0),
                                heir -> heir.find(0),
                                (survivor, _, _) -> assertThat(found(survivor)).isEqualTo(2)));
        assertThat(deaths).isPositive();
    }

    @Test
    void waiterThatDiesIsForgotten() {
        CrashPoints.enumerate(
                condition(
                        condition -> {
                            condition.enter();
                            condition.quit();
                            condition.quit();
                        },
                        (survivor, fresh, _) -> {
                            assertThat(fresh.signal()).isEqualTo(Attempt.DONE);
                            assertThat(fresh.signal()).isEqualTo(Attempt.DONE);
                            assertThat(found(survivor)).isEqualTo(2);
                            assertThat(fresh.find(0)).isEqualTo(Attempt.BUSY);
                        }));
    }
}
