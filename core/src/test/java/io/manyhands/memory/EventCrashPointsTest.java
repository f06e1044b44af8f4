package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.CrashPoints.Scenario;
import org.junit.jupiter.api.Test;

/// What is left of an event or a latch when a process dies at any access of an operation, and the
/// next one too.
final class EventCrashPointsTest {
    private static final int LAID = 1024;

    @Test
    void eventIsSetOrNot() {
        CrashPoints.enumerate(
                new Scenario<>(
                        (words, members) -> new RobustEvent(words, 0, members),
                        (survivor, _) -> survivor.sleepers().add(0),
                        event -> {
                            event.set();
                            event.clear();
                        },
                        _ -> {},
                        (survivor, fresh, isDone) -> {
                            assertThat(survivor.wasSet(0)).isIn(true, isDone);
                            assertThat(isDone && survivor.sleepers().has(0)).isFalse();
                            survivor.clear();
                            long times = survivor.times();
                            fresh.set();
                            fresh.clear();
                            assertThat(survivor.wasSet(times)).isTrue();
                            assertThat(survivor.isSet()).isFalse();
                        }));
    }

    @Test
    void latchIsCountedDownOrNot() {
        CrashPoints.enumerate(
                new Scenario<>(
                        (words, members) -> {
                            if (words.loadLong(LAID) == 0) {
                                RobustLatch.lay(words, 0, 2);
                                words.storeLong(LAID, 1);
                            }
                            return new RobustLatch(words, 0, members);
                        },
                        (survivor, _) -> {
                            survivor.sleepers().add(0);
                            assertThat(survivor.count()).isEqualTo(2);
                        },
                        latch -> {
                            latch.countDown();
                            latch.countDown();
                        },
                        _ -> {},
                        (survivor, fresh, isDone) -> {
                            assertThat(survivor.count()).isBetween(0L, isDone ? 0L : 2L);
                            assertThat(isDone && survivor.sleepers().has(0)).isFalse();
                            fresh.countDown();
                            fresh.countDown();
                            assertThat(survivor.count()).isZero();
                        }));
    }
}
