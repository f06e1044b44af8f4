package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.CrashPoints.Scenario;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is left of a lock when a process dies at any access of an operation, and the next one too.
final class LockCrashPointsTest {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int THIRD = 3;

    private static Scenario<RobustLock> lock(
            boolean isFair, Consumer<RobustLock> before, Consumer<RobustLock> mortal) {
        return new Scenario<>(
                (words, members) -> new RobustLock(words, 0, members, isFair),
                (survivor, dying) -> {
                    survivor.sleepers().add(0);
                    before.accept(dying);
                },
                mortal,
                heir -> {
                    if (heir.tryAcquire(THIRD).isDone()) {
                        heir.release();
                    }
                },
                (survivor, fresh, _) -> ensureUsable(survivor, fresh));
    }

    private static void ensureUsable(RobustLock survivor, RobustLock fresh) {
        boolean wasMarked = survivor.isRecovered() || survivor.holder() != 0;
        Attempt attempt = survivor.tryAcquire(FIRST);
        assertThat(attempt).isEqualTo(wasMarked ? Attempt.RECOVERED : Attempt.DONE);
        assertThat(fresh.tryAcquire(SECOND)).isEqualTo(Attempt.BUSY);
        survivor.release();
        assertThat(fresh.tryAcquire(SECOND)).isEqualTo(attempt);
        fresh.clearRecovered();
        fresh.release();
        survivor.join();
        assertThat(survivor.tryAcquireInTurn(FIRST)).isEqualTo(Attempt.DONE);
        survivor.quit();
        survivor.release();
    }

    @Test
    void lockOfADeadOwnerGoesOnWithTheMark() {
        for (boolean isFair : new boolean[] {false, true}) {
            CrashPoints.enumerate(lock(isFair, _ -> {}, lock -> lock.tryAcquire(SECOND)));
            CrashPoints.enumerate(
                    lock(isFair, lock -> lock.tryAcquire(SECOND), RobustLock::release));
            CrashPoints.enumerate(
                    lock(isFair, lock -> lock.tryAcquire(SECOND), RobustLock::abandon));
            CrashPoints.enumerate(
                    lock(isFair, lock -> lock.tryAcquire(SECOND), RobustLock::clearRecovered));
        }
    }

    @Test
    void fairLockPassesOverTheDead() {
        int deaths =
                CrashPoints.enumerate(
                        lock(
                                true,
                                _ -> {},
                                lock -> {
                                    lock.join();
                                    lock.tryAcquireInTurn(SECOND);
                                    lock.quit();
                                    lock.release();
                                }));
        assertThat(deaths).isGreaterThan(100);
    }

    @Test
    void ownerThatDiedBeforeTheReleaseLeavesTheMark() {
        CrashPoints.enumerate(
                new Scenario<>(
                        (words, members) -> new RobustLock(words, 0, members, false),
                        (survivor, mortal) -> {
                            survivor.sleepers().add(0);
                            mortal.tryAcquire(SECOND);
                        },
                        RobustLock::release,
                        _ -> {},
                        (survivor, _, isDone) -> {
                            boolean isHeld = survivor.holder() != 0;
                            assertThat(survivor.tryAcquire(FIRST))
                                    .isEqualTo(isHeld ? Attempt.RECOVERED : Attempt.DONE);
                            assertThat(isDone && isHeld).isFalse();
                            assertThat(isDone && survivor.sleepers().has(0)).isFalse();
                        }));
    }

    // Read-write lock.

    private static Scenario<RobustReadWriteLock> readWrite(
            Consumer<RobustReadWriteLock> before, Consumer<RobustReadWriteLock> mortal) {
        return new Scenario<>(
                (words, members) -> new RobustReadWriteLock(words, 0, members),
                (_, dying) -> before.accept(dying),
                mortal,
                heir -> {
                    if (heir.tryRead(THIRD).isDone()) {
                        heir.releaseRead();
                    }
                },
                (survivor, fresh, _) -> {
                    assertThat(survivor.tryRead(FIRST).isDone()).isTrue();
                    assertThat(fresh.tryRead(SECOND).isDone()).isTrue();
                    assertThat(survivor.tryWrite(FIRST)).isEqualTo(Attempt.BUSY);
                    assertThat(survivor.releaseRead()).isEqualTo(Attempt.DONE);
                    assertThat(fresh.releaseRead()).isEqualTo(Attempt.DONE);
                    assertThat(survivor.tryWrite(FIRST).isDone()).isTrue();
                    assertThat(fresh.tryRead(SECOND)).isEqualTo(Attempt.BUSY);
                    survivor.clearRecovered();
                    survivor.releaseWrite();
                    assertThat(fresh.tryRead(SECOND)).isEqualTo(Attempt.DONE);
                });
    }

    @Test
    void readersAndWritersThatDiedAreInNobodysWay() {
        Consumer<RobustReadWriteLock> nothing = _ -> {};
        Consumer<RobustReadWriteLock> read = lock -> lock.tryRead(SECOND);
        Consumer<RobustReadWriteLock> write = lock -> lock.tryWrite(SECOND);
        Consumer<RobustReadWriteLock> announce = lock -> lock.announce(true);
        int deaths = CrashPoints.enumerate(readWrite(nothing, read));
        deaths += CrashPoints.enumerate(readWrite(read, RobustReadWriteLock::releaseRead));
        deaths += CrashPoints.enumerate(readWrite(nothing, announce.andThen(write)));
        deaths += CrashPoints.enumerate(readWrite(announce, lock -> lock.announce(false)));
        deaths += CrashPoints.enumerate(readWrite(write, RobustReadWriteLock::releaseWrite));
        deaths += CrashPoints.enumerate(readWrite(write, RobustReadWriteLock::abandonWrite));
        assertThat(deaths).isGreaterThan(1_000);
    }

    @Test
    void writerThatDiedLeavesTheMark() {
        CrashPoints.enumerate(
                new Scenario<>(
                        (words, members) -> new RobustReadWriteLock(words, 0, members),
                        (_, mortal) -> mortal.tryWrite(SECOND),
                        RobustReadWriteLock::clearRecovered,
                        _ -> {},
                        (survivor, _, _) -> {
                            assertThat(survivor.tryRead(FIRST)).isEqualTo(Attempt.RECOVERED);
                            assertThat(survivor.isRecovered()).isTrue();
                        }));
    }
}
