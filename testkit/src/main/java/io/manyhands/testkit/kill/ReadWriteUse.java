package io.manyhands.testkit.kill;

import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A read-write lock, and two counters that are the same while nobody writes. Confined.
final class ReadWriteUse extends Use {
    private static final int READS = OWN;
    private static final int READS_MARKED = OWN + 1;
    private static final int HAS_READ = OWN + 2;
    private static final int WRITES = OWN + 3;
    private static final int WRITES_MARKED = OWN + 4;
    private static final int HAS_WRITTEN = OWN + 5;
    private static final int WRITERS = 3;

    private final SharedReadWriteLock lock;
    private final SharedCounter left;
    private final SharedCounter right;

    ReadWriteUse(Seat seat) {
        super(seat);
        lock = seat.objects().readWriteLock("table");
        left = seat.objects().counter("left");
        right = seat.objects().counter("right");
    }

    @Override
    void round() throws InterruptedException {
        if (oneIn(WRITERS)) {
            acquire(lock.writeLock());
            try {
                pen().note(lock.writeLock().isRecovered() ? WRITES_MARKED : WRITES);
                write();
                pen().note(HAS_WRITTEN);
            } finally {
                lock.writeLock().unlock();
            }
        } else {
            acquire(lock.readLock());
            try {
                boolean isMarked = lock.readLock().isRecovered();
                pen().note(isMarked ? READS_MARKED : READS);
                require(isMarked || isSame(), "What is read is whole");
                pen().note(HAS_READ);
            } finally {
                lock.readLock().unlock();
            }
        }
    }

    private void acquire(SharedLock part) throws InterruptedException {
        if (!part.tryLock(moment().toNanos(), TimeUnit.NANOSECONDS)) {
            part.lock();
        }
    }

    private void write() {
        if (lock.writeLock().isRecovered()) {
            right.set(left.get());
            lock.writeLock().clearRecovered();
        }
        require(isSame(), "What is written is whole");
        left.set(left.get() + 1);
        right.set(right.get() + 1);
    }

    private boolean isSame() {
        return left.get() == right.get();
    }

    @Override
    void ensureWhole() throws InterruptedException {
        require(
                lock.writeLock().tryLock(LONG.toNanos(), TimeUnit.NANOSECONDS),
                "The lock of dead readers and writers is free");
        try {
            write();
        } finally {
            lock.writeLock().unlock();
        }
        require(lock.readLock().tryLock() && !lock.readLock().isRecovered(), "A mark is cleared");
        lock.readLock().unlock();
    }

    @Override
    Replay replay(Lives lives) {
        return new Exclusion(lives);
    }

    /// One writes, or many read; after a dead writer there is the mark.
    private static final class Exclusion extends Replay {
        private static final int NOBODY = -1;

        private final Set<Integer> readers = new HashSet<>();
        private int writer = NOBODY;

        Exclusion(Lives lives) {
            super(lives);
        }

        @Override
        void row(int life, int kind, long value) {
            switch (kind) {
                case READS, READS_MARKED -> {
                    ensureNoWriter(life, kind == READS_MARKED);
                    readers.add(life);
                }
                case WRITES, WRITES_MARKED -> {
                    ensureNoWriter(life, kind == WRITES_MARKED);
                    readers.removeIf(reader -> !isAlive(reader));
                    if (!readers.isEmpty()) {
                        wrong("Who writes is alone", "readers=" + readers + ", writes=" + life);
                    }
                    writer = life;
                }
                case HAS_READ -> readers.remove(life);
                case HAS_WRITTEN -> writer = NOBODY;
                default -> {}
            }
        }

        private void ensureNoWriter(int life, boolean isMarked) {
            String state = "writer=" + writer + ", next=" + life;
            if (writer != NOBODY && isAlive(writer)) {
                wrong("Who writes is alone", state);
            } else if (writer != NOBODY && !isMarked) {
                wrong("After a dead writer there is the mark", state);
            }
        }
    }
}
