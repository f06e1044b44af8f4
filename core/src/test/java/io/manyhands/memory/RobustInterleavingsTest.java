package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.Interleavings.Scenario;
import io.manyhands.memory.Interleavings.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Two or three members at a time, in many orders, some of which die.
final class RobustInterleavingsTest {
    private static final int BYTES = 1 << 14;
    private static final long MEMBERS_AT = BYTES - 1024;
    private static final long CELL = BYTES - 512;
    private static final int RUNS = 1_500;
    private static final int GUARD_RUNS = 10_000;
    private static final int LOOKS = 8;
    private static final int SURVIVES = 1_000_000;
    private static final UnaryOperator<Words> SOUND = UnaryOperator.identity();

    /// What a side does that may die: returns what it has done to the cells.
    private interface Program {
        long run(Words words, WordMembers members);
    }

    /// A side that dies after so many accesses, if it comes to that, which others learn later.
    private static Side side(int slot, int accesses, Program program) {
        return words -> {
            MortalWords mortal = new MortalWords(words);
            mortal.dieAfter(accesses);
            WordMembers inner = new WordMembers(mortal, MEMBERS_AT, slot);
            try {
                return program.run(mortal, inner);
            } catch (MortalWords.Death death) {
                new WordMembers(words, MEMBERS_AT, slot).die();
                return -1L;
            }
        };
    }

    private static Scenario three(Random random, Program program, Interleavings.Check check) {
        List<Side> sides = new ArrayList<>();
        for (int slot = 0; slot < 3; slot++) {
            sides.add(side(slot, slot == 0 ? SURVIVES : random.nextInt(60), program));
        }
        return new Scenario(Words.unshared(BYTES), sides, check);
    }

    private static void sample(Program program) {
        Random random = new Random(1);
        Interleavings.sample(() -> three(random, program, _ -> {}), RUNS);
    }

    // One at a time.

    /// What nobody else may see half: two cells that are equal outside.
    private static void ensureAlone(Words words, int number) {
        assertThat(words.loadLong(CELL)).as("inside at a time").isEqualTo(words.loadLong(CELL + 8));
        words.storeLong(CELL, number);
        words.storeLong(CELL + 8, number);
    }

    private static long lockAndLook(RobustLock lock, Words words, int number) {
        long times = 0;
        for (int look = 0; look < LOOKS; look++) {
            Attempt attempt = lock.tryAcquire(number);
            if (attempt.isDone()) {
                if (attempt == Attempt.RECOVERED) {
                    words.storeLong(CELL, words.loadLong(CELL + 8));
                    lock.clearRecovered();
                }
                ensureAlone(words, number);
                lock.release();
                times++;
            }
        }
        return times;
    }

    private static Program locking(UnaryOperator<Words> fault) {
        return (words, members) ->
                lockAndLook(
                        new RobustLock(fault.apply(words), 0, members, false),
                        words,
                        members.self());
    }

    @Test
    void lockIsHeldByOneAtATimeAndByNoneThatDied() {
        sample(locking(SOUND));
    }

    @Test
    void lockTakenInTwoStepsIsCaught() {
        assertThatThrownBy(() -> sample(locking(TwoStepCas::new)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("inside at a time");
    }

    @Test
    void lockGivenBackPlainIsCaught() {
        assertThatThrownBy(() -> sample(locking(PlainStores::new)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("inside at a time");
    }

    private static Program guarding(UnaryOperator<Words> fault) {
        return (words, members) -> {
            Guard guard = new Guard(fault.apply(words), 0, members);
            long times = 0;
            for (int look = 0; look < 3; look++) {
                if (guard.tryEnter()) {
                    try {
                        long found = guard.load(CELL);
                        assertThat(guard.load(CELL + 8)).as("all or none").isEqualTo(found);
                        guard.set(CELL, found + 1);
                        guard.set(CELL + 8, found + 1);
                        guard.commit();
                    } finally {
                        guard.leave();
                    }
                    times++;
                }
            }
            return times;
        };
    }

    @Test
    void guardedChangesAreSeenAllOrNone() {
        sample(guarding(SOUND));
    }

    @Test
    void guardThatIsLeftPlainIsCaught() {
        assertThatThrownBy(() -> sample(guarding(PlainStores::new)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("all or none");
    }

    @Test
    void readersAndWritersAreNeverInsideTogether() {
        sample((words, members) -> {
            RobustReadWriteLock lock = new RobustReadWriteLock(words, 0, members);
            for (int look = 0; look < 2; look++) {
                if (lock.tryWrite(1).isDone()) {
                    words.storeLong(CELL, words.loadLong(CELL + 8));
                    ensureAlone(words, members.self());
                    lock.releaseWrite();
                }
                Attempt reading = lock.tryRead(1);
                if (reading == Attempt.DONE) {
                    assertThat(words.loadLong(CELL))
                            .as("inside at a time")
                            .isEqualTo(words.loadLong(CELL + 8));
                }
                if (reading.isDone()) {
                    lock.releaseRead();
                }
            }
            return 0;
        });
    }

    @Test
    void noMorePermitsAreGivenThanThereAre() {
        Random random = new Random(2);
        Interleavings.sample(
                () ->
                        three(
                                random,
                                RobustInterleavingsTest::takePermit,
                                results ->
                                        assertThat(
                                                        results.stream()
                                                                .filter(Long.valueOf(1)::equals)
                                                                .count())
                                                .isLessThanOrEqualTo(1)),
                RUNS);
    }

    /// Keeps what it gets.
    private static long takePermit(Words words, WordMembers members) {
        RobustSemaphore semaphore = new RobustSemaphore(words, 0, members, 1);
        for (int look = 0; look < 2; look++) {
            if (semaphore.tryAcquire(1).isDone()) {
                return 1;
            }
        }
        return 0;
    }

    // No wake-up is lost.

    /// One goes to sleep for what another changes, which may die on the way.
    private static <T> Supplier<Scenario> wake(
            BiFunction<Words, Members, T> maker,
            Consumer<T> before,
            java.util.function.Function<T, Sleepers> sleepers,
            Predicate<T> attempt,
            Consumer<T> change) {
        Random random = new Random(4);
        return () -> {
            Words memory = Words.unshared(BYTES);
            before.accept(maker.apply(memory, new WordMembers(memory, MEMBERS_AT, 1)));
            Side sleeper =
                    words -> {
                        WordMembers members = new WordMembers(words, MEMBERS_AT, 0);
                        T object = maker.apply(words, members);
                        sleepers.apply(object).add(0);
                        return attempt.test(object);
                    };
            Side changer =
                    side(
                            1,
                            random.nextInt(3) == 0 ? random.nextInt(40) : SURVIVES,
                            (words, members) -> {
                                change.accept(maker.apply(words, members));
                                return 1;
                            });
            return new Scenario(
                    memory,
                    List.of(sleeper, changer),
                    results -> {
                        WordMembers members = new WordMembers(memory, MEMBERS_AT, 0);
                        BooleanSupplier isDone = () -> attempt.test(maker.apply(memory, members));
                        assertThat(
                                        (boolean) results.get(0)
                                                || members.isRung()
                                                || !isDone.getAsBoolean())
                                .as("sleeps, and nobody rings")
                                .isTrue();
                    });
        };
    }

    private static Supplier<Scenario> lockWake(UnaryOperator<Words> fault) {
        return wake(
                (words, members) -> new RobustLock(fault.apply(words), 0, members, false),
                lock -> lock.tryAcquire(2),
                RobustLock::sleepers,
                lock -> lock.tryAcquire(1).isDone(),
                RobustLock::release);
    }

    @Test
    void releaseOfALockWakesWhoTriedAgain() {
        Interleavings.sample(lockWake(SOUND), RUNS);
    }

    @Test
    void releaseWithoutVolatileIsCaught() {
        assertThatThrownBy(() -> Interleavings.sample(lockWake(ReleasedStores::new), RUNS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody rings");
    }

    @Test
    void changesOfTheOthersWakeWhoTriedAgain() {
        Interleavings.sample(
                wake(
                        (words, members) -> new RobustSemaphore(words, 0, members, 1),
                        semaphore -> semaphore.tryAcquire(1),
                        RobustSemaphore::sleepers,
                        semaphore -> semaphore.tryAcquire(1).isDone(),
                        semaphore -> semaphore.release(1)),
                RUNS);
        Interleavings.sample(
                wake(
                        (words, members) -> new RobustEvent(words, 0, members),
                        _ -> {},
                        RobustEvent::sleepers,
                        event -> event.wasSet(0),
                        event -> {
                            event.set();
                            event.clear();
                        }),
                RUNS);
    }

    @Test
    void lastPartyWakesWhoLookedAgain() {
        Interleavings.sample(
                wake(
                        (words, members) -> new RobustBarrier(words, 0, members, 2),
                        barrier -> barrier.arrive(true),
                        RobustBarrier::sleepers,
                        barrier -> barrier.look(0) == RobustBarrier.Round.PASSED,
                        barrier -> barrier.arrive(true)),
                RUNS);
    }

    /// One looks from outside for what another changes inside.
    private static Supplier<Scenario> guardWake(UnaryOperator<Words> fault) {
        return () -> {
            Words memory = Words.unshared(BYTES);
            Side sleeper =
                    words -> {
                        new Sleepers(words, Guard.BYTES).add(0);
                        return words.loadLongVolatile(CELL) != 0;
                    };
            Side changer =
                    words -> {
                        WordMembers members = new WordMembers(words, MEMBERS_AT, 1);
                        Guard guard = new Guard(fault.apply(words), 0, members);
                        assertThat(guard.tryEnter()).isTrue();
                        guard.set(CELL, 1);
                        guard.commit();
                        guard.leave();
                        new Sleepers(words, Guard.BYTES).wake(members);
                        return true;
                    };
            return new Scenario(
                    memory,
                    List.of(sleeper, changer),
                    results ->
                            assertThat(
                                            (boolean) results.get(0)
                                                    || new WordMembers(memory, MEMBERS_AT, 0)
                                                            .isRung())
                                    .as("sleeps, and nobody rings")
                                    .isTrue());
        };
    }

    @Test
    void guardedChangeWakesWhoLookedFromOutside() {
        Interleavings.sample(guardWake(SOUND), GUARD_RUNS);
    }

    @Test
    void guardLeftWithoutVolatileIsCaught() {
        assertThatThrownBy(() -> Interleavings.sample(guardWake(ReleasedStores::new), GUARD_RUNS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody rings");
    }

    /// Words that compare in one step and set in the next.
    private static final class TwoStepCas extends ForwardingWords {
        TwoStepCas(Words words) {
            super(words);
        }

        @Override
        public boolean casLong(long at, long expected, long value) {
            if (words.loadLongVolatile(at) != expected) {
                return false;
            }
            words.storeLongVolatile(at, value);
            return true;
        }
    }

    /// Words whose volatile stores are plain.
    private static final class PlainStores extends ForwardingWords {
        PlainStores(Words words) {
            super(words);
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            words.storeLong(at, value);
        }
    }

    /// Words whose volatile stores are in release mode only.
    private static final class ReleasedStores extends ForwardingWords {
        ReleasedStores(Words words) {
            super(words);
        }

        @Override
        public void storeLongVolatile(long at, long value) {
            words.storeLongRelease(at, value);
        }
    }
}
