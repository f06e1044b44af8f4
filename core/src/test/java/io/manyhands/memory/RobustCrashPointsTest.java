package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.CrashPoints.Scenario;
import io.manyhands.memory.RobustBarrier.Round;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What an operation leaves whose process dies at any of its accesses, and the next one's too.
final class RobustCrashPointsTest {
    private static final int PERMITS = 5;
    private static final int LAID = 1024;
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int THIRD = 3;

    /// A guard, and two words that always are to be equal.
    private record Pair(Guard guard, Words words) {
        static final long LEFT = 1024;
        static final long RIGHT = 2048;

        static Pair of(Words words, Members members) {
            return new Pair(new Guard(words, 0, members), words);
        }

        void change() {
            assertThat(guard.tryEnter()).isTrue();
            try {
                for (long address : new long[] {LEFT, RIGHT, LEFT, RIGHT}) {
                    guard.set(address, guard.load(address) + 1);
                }
                guard.commit();
            } finally {
                guard.leave();
            }
        }

        long read() {
            assertThat(guard.tryEnter()).isTrue();
            try {
                assertThat(guard.load(LEFT)).isEqualTo(guard.load(RIGHT));
                return guard.load(LEFT);
            } finally {
                guard.leave();
            }
        }
    }

    private static Scenario<Pair> pairs() {
        return new Scenario<>(
                Pair::of,
                (survivor, _) -> survivor.change(),
                Pair::change,
                Pair::read,
                (survivor, _, isDone) -> {
                    assertThat(survivor.read()).isIn(isDone ? 4L : 2L, 4L);
                    survivor.change();
                });
    }

    @Test
    void guardedChangesHappenAllOrNone() {
        assertThat(CrashPoints.enumerate(pairs())).isGreaterThan(100);
    }

    @Test
    void changeThatIsNotLoggedIsCaught() {
        assertThatThrownBy(() -> CrashPoints.enumerate(pairs(), NoLog::new))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void logThatIsWrittenLateIsCaught() {
        assertThatThrownBy(() -> CrashPoints.enumerate(pairs(), LateLog::new))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void guardWithoutUndoIsCaught() {
        Scenario<Pair> sound = pairs();
        Scenario<Pair> unsound =
                new Scenario<>(
                        (words, members) -> Pair.of(new NoUndo(words), members),
                        sound.before(),
                        sound.mortal(),
                        sound.heir(),
                        sound.check());
        assertThatThrownBy(() -> CrashPoints.enumerate(unsound)).isInstanceOf(AssertionError.class);
    }

    // Lock.

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

    // Semaphore.

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
                    assertThat(survivor.readers()).isZero();
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

    // Condition.

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

    // Barrier.

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

    // Those of one word.

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

    /// Words that lose what is written into the log.
    private static final class NoLog extends ForwardingWords {
        NoLog(Words words) {
            super(words);
        }

        @Override
        public void storeLong(long at, long value) {
            if (at >= Guard.BYTES) {
                super.storeLong(at, value);
            }
        }
    }

    /// Words whose log has a new entry only after the change.
    private static final class LateLog extends ForwardingWords {
        private long late;

        LateLog(Words words) {
            super(words);
        }

        @Override
        public void storeLongRelease(long at, long value) {
            if (at == Long.BYTES) {
                late = value;
                if (value == 0) {
                    super.storeLongRelease(at, 0);
                }
                return;
            }
            super.storeLongRelease(at, value);
            super.storeLongRelease(Long.BYTES, late);
        }
    }

    /// Words whose log looks empty to who comes next.
    private static final class NoUndo extends ForwardingWords {
        NoUndo(Words words) {
            super(words);
        }

        @Override
        public long loadLong(long at) {
            return at == Long.BYTES ? 0 : super.loadLong(at);
        }
    }
}
