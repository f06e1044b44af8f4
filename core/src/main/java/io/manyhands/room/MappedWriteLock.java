package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustReadWriteLock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import java.io.Serial;
import java.util.List;

/// The side of the writers.
final class MappedWriteLock extends OwnedLock {
    @Serial private static final long serialVersionUID = 1;

    private final transient RobustReadWriteLock lock;
    private final transient MappedReadWriteLock whole;
    private final transient Entrance entrance;

    MappedWriteLock(RoomObject object, RobustReadWriteLock lock, MappedReadWriteLock whole) {
        super(object);
        this.lock = lock;
        this.whole = whole;
        entrance = new Entrance(object.waiting(lock.sleepersForWriting(), toString()));
    }

    @Override
    Attempt attempt(Thread me) {
        return lock.tryWrite((int) me.threadId());
    }

    @Override
    Attempt attemptForSure(Thread me) {
        return MappedReadLock.surely(lock, () -> attempt(me));
    }

    @Override
    Entrance entrance() {
        return entrance;
    }

    @Override
    Contender contender(Thread me) {
        return new Contender() {
            @Override
            public Attempt attempt() {
                return MappedWriteLock.this.attempt(me);
            }

            @Override
            public void join() {
                Patience.surely(() -> lock.announce(true));
            }

            @Override
            public void quit() {
                Patience.surely(() -> lock.announce(false));
            }
        };
    }

    /// While it waits, nobody begins to read.
    @Override
    Need need(boolean isBreakable) {
        List<Object> keys = List.of(whole.writing(), whole.reading());
        return new Need(this, keys, 0, List.of(whole.turn()), isBreakable);
    }

    @Override
    public void tell(Holders holders) {
        whole.tell(holders);
    }

    @Override
    void release() {
        lock.releaseWrite();
    }

    @Override
    void releaseMarked() {
        lock.abandonWrite();
    }

    @Override
    void clearMark() {
        lock.clearRecovered();
    }

    @Override
    int holdingMember() {
        return lock.writer();
    }

    @Override
    int holdingThread() {
        return lock.writingThread();
    }

    @Override
    public boolean isRecovered() {
        return lock.isRecovered();
    }

    @Override
    public String toString() {
        return object.title("write lock");
    }

    @Serial
    private Object writeReplace() {
        return new MappedReadWriteLock.Half(whole, false);
    }
}
