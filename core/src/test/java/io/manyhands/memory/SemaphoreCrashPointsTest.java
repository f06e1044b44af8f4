package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.CrashPoints.Scenario;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is left of a semaphore when a process dies at any access of an operation, and the next one
/// too.
final class SemaphoreCrashPointsTest {
    private static final int PERMITS = 5;
    private static final int THIRD = 3;

    private static Scenario<RobustSemaphore> semaphore(
            Consumer<RobustSemaphore> before, Consumer<RobustSemaphore> mortal) {
        return new Scenario<>(
                (words, members) -> new RobustSemaphore(words, 0, members, PERMITS),
                (survivor, dying) -> {
                    survivor.tryAcquire(2);
                    before.accept(dying);
                },
                mortal,
                heir -> heir.tryAcquire(PERMITS - 2),
                (survivor, fresh, _) -> {
                    assertThat(fresh.tryAcquire(PERMITS - 2)).isEqualTo(Attempt.DONE);
                    assertThat(survivor.tryAcquire(1)).isEqualTo(Attempt.BUSY);
                    assertThat(survivor.release(THIRD)).isEqualTo(Attempt.BUSY);
                    assertThat(survivor.release(2)).isEqualTo(Attempt.DONE);
                    assertThat(fresh.release(PERMITS - 2)).isEqualTo(Attempt.DONE);
                    assertThat(survivor.available()).isEqualTo(PERMITS);
                });
    }

    @Test
    void permitsOfTheDeadComeBack() {
        int deaths =
                CrashPoints.enumerate(semaphore(_ -> {}, semaphore -> semaphore.tryAcquire(2)));
        deaths +=
                CrashPoints.enumerate(
                        semaphore(
                                semaphore -> semaphore.tryAcquire(THIRD),
                                semaphore -> semaphore.release(2)));
        assertThat(deaths).isGreaterThan(500);
    }
}
