package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.memory.CrashPoints.Scenario;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a guarded change leaves whose process dies at any of its accesses, and the next one's too.
final class GuardCrashPointsTest {
    private static final int BYTES = 1 << 12;
    private static final int LATE_DEATHS = 20_000;
    private static final long[][] PAIRS = {{1024, 1032}, {2048, 2056}};

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

    /// One that dies in the second of two changes, when part of what it has stored has come to the
    /// others.
    private static void dieWithLateStores(UnaryOperator<Words> fault) {
        for (int seed = 0; seed < LATE_DEATHS; seed++) {
            Random random = new Random(seed);
            Words words = Words.unshared(BYTES);
            FakeMembers first = FakeMembers.first();
            FakeMembers second = first.other(1);
            DelayedWords delayed = new DelayedWords(words);
            MortalWords mortal = new MortalWords(fault.apply(delayed));
            Guard dying = new Guard(mortal, 0, second);
            mortal.dieAfter(random.nextInt(60));
            boolean _ = MortalWords.survives(() -> changeTwice(dying));
            List<Runnable> flushes = delayed.flushes();
            while (!flushes.isEmpty() && random.nextInt(8) != 0) {
                flushes.get(random.nextInt(flushes.size())).run();
                flushes = delayed.flushes();
            }
            second.die();
            Guard guard = new Guard(words, 0, first);
            assertThat(guard.tryEnter()).isTrue();
            for (long[] pair : PAIRS) {
                assertThat(guard.load(pair[0])).as("seed=" + seed).isEqualTo(guard.load(pair[1]));
            }
            guard.leave();
        }
    }

    private static void changeTwice(Guard guard) {
        assertThat(guard.tryEnter()).isTrue();
        for (long[] pair : PAIRS) {
            guard.set(pair[0], 1);
            guard.set(pair[1], 1);
            guard.commit();
        }
        guard.leave();
    }

    @Test
    void storesThatAreLateWhenTheirMemberDiesLeaveAllOrNone() {
        dieWithLateStores(UnaryOperator.identity());
    }

    @Test
    void commitThatIsNotFencedIsCaught() {
        assertThatThrownBy(() -> dieWithLateStores(NoFence::new))
                .isInstanceOf(AssertionError.class);
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

    /// Words without a fence.
    private static final class NoFence extends ForwardingWords {
        NoFence(Words words) {
            super(words);
        }

        @Override
        public void fenceStores() {
            // As if it were not there.
        }
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
