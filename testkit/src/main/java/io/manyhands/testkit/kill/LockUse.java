package io.manyhands.testkit.kill;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/// A lock, and memory that is whole while nobody has it. Confined.
final class LockUse extends Use {
    private static final int IN = OWN;
    private static final int IN_MARKED = OWN + 1;
    private static final int OUT = OWN + 2;
    private static final long LEFT_AT = 0;
    private static final long RIGHT_AT = 64;
    private static final int WAYS = 4;

    private final SharedLock lock;
    private final MemorySegment ledger;

    LockUse(Seat seat, boolean isFair) {
        super(seat);
        Blueprint.Lock blueprint = Blueprint.lock("lock");
        lock = seat.objects().shared(isFair ? blueprint.withFairness() : blueprint);
        ledger = seat.objects().sharedArray("ledger", RIGHT_AT + Long.BYTES).segment();
    }

    @Override
    void round() throws InterruptedException {
        acquire();
        try {
            pen().note(lock.isRecovered() ? IN_MARKED : IN);
            change();
            pen().note(OUT);
        } finally {
            lock.unlock();
        }
    }

    private void acquire() throws InterruptedException {
        switch (random().nextInt(WAYS)) {
            case 0 -> lock.lock();
            case 1 -> lock.lockInterruptibly();
            case 2 -> {
                if (!lock.tryLock()) {
                    lock.lock();
                }
            }
            default -> {
                if (!lock.tryLock(moment().toNanos(), TimeUnit.NANOSECONDS)) {
                    lock.lock();
                }
            }
        }
    }

    private void change() {
        if (lock.isRecovered()) {
            set(RIGHT_AT, number(LEFT_AT));
            lock.clearRecovered();
        }
        require(number(LEFT_AT) == number(RIGHT_AT), "What a lock protects is whole: lock=" + lock);
        set(LEFT_AT, number(LEFT_AT) + 1);
        set(RIGHT_AT, number(RIGHT_AT) + 1);
    }

    private long number(long at) {
        return ledger.get(ValueLayout.JAVA_LONG, at);
    }

    private void set(long at, long value) {
        ledger.set(ValueLayout.JAVA_LONG, at, value);
    }

    @Override
    void ensureWhole() throws InterruptedException {
        require(lock.tryLock(LONG.toNanos(), TimeUnit.NANOSECONDS), "The lock of the dead is free");
        try {
            change();
        } finally {
            lock.unlock();
        }
        require(lock.tryLock() && !lock.isRecovered(), "A mark that was cleared is gone");
        lock.unlock();
    }

    @Override
    Replay replay(Lives lives) {
        return new Alternation(lives);
    }

    /// One at a time; what a dead one had goes to the next with the mark, once.
    private static final class Alternation extends Replay {
        private static final int NOBODY = -1;

        private int inside = NOBODY;
        private int marks;

        Alternation(Lives lives) {
            super(lives);
        }

        @Override
        void row(int life, int kind, long value) {
            if (kind == OUT) {
                inside = NOBODY;
            } else if (kind == IN || kind == IN_MARKED) {
                enter(life, kind == IN_MARKED);
            }
        }

        private void enter(int life, boolean isMarked) {
            String state = "inside=" + inside + ", next=" + life;
            if (inside != NOBODY && isAlive(inside)) {
                wrong("A lock is one's at a time", state);
            } else if (inside != NOBODY && !isMarked) {
                wrong("The lock of a dead one has the mark", state);
            }
            marks += isMarked ? 1 : 0;
            inside = life;
        }

        @Override
        void end() {
            if (marks > lives().count()) {
                wrong("A death marks a lock once", "marks=" + marks + ", of=" + lives().count());
            }
        }
    }
}
