package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedCounter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/// A number that all count up: a counter, or a word of an array. Confined.
final class CounterUse extends Use {
    private static final int ADDS = OWN;
    private static final int ADDED = OWN + 1;
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final long WORD_AT = 64;
    private static final int WAYS = 3;

    private final SharedCounter counter;
    private final MemorySegment array;
    private final boolean isArray;

    CounterUse(Seat seat, boolean isArray) {
        super(seat);
        this.isArray = isArray;
        counter = seat.objects().counter("hits");
        array = seat.objects().sharedArray("words", 2 * WORD_AT).segment();
    }

    @Override
    void round() {
        pen().note(ADDS);
        pen().note(ADDED, isArray ? (long) WORD.getAndAdd(array, WORD_AT, 1L) : add());
    }

    private long add() {
        return switch (random().nextInt(WAYS)) {
            case 0 -> counter.getAndAdd(1);
            case 1 -> counter.incrementAndGet() - 1;
            default -> {
                long seen = counter.get();
                while (!counter.compareAndSet(seen, seen + 1)) {
                    seen = counter.get();
                }
                yield seen;
            }
        };
    }

    private long sum() {
        return isArray ? (long) WORD.getVolatile(array, WORD_AT) : counter.get();
    }

    @Override
    void ensureWhole() {
        require(sum() >= 0, "What is counted up is positive: sum=" + sum());
    }

    @Override
    Replay replay(Lives lives) {
        return new Sums(lives, sum());
    }

    /// Each number comes once, but those of the dead that had no time to say so.
    private static final class Sums extends Replay {
        private final BitSet seen = new BitSet();
        private final long sum;

        Sums(Lives lives, long sum) {
            super(lives);
            this.sum = sum;
        }

        @Override
        void row(int life, int kind, long value) {
            if (kind != ADDED) {
                return;
            }
            if (value < 0 || value >= sum || seen.get((int) value)) {
                wrong("Each number comes once", "number=" + value + ", sum=" + sum);
            } else {
                seen.set((int) value);
            }
        }

        @Override
        void end() {
            long unseen = sum - seen.cardinality();
            if (unseen > lives().endedWith(ADDS)) {
                wrong("Each number comes", "unseen=" + unseen + ", of=" + sum);
            }
        }
    }
}
