package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustLock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import java.io.Serial;
import java.util.List;

/// A lock of processes.
final class MappedLock extends OwnedLock {
    @Serial private static final long serialVersionUID = 1;

    private final transient RobustLock lock;
    private final transient boolean isFair;
    private final transient Entrance entrance;

    MappedLock(RoomObject object, boolean isFair) {
        super(object);
        this.isFair = isFair;
        lock = new RobustLock(object.words(), object.at(), object.members(), isFair);
        entrance = new Entrance(object.waiting(lock.sleepers(), object.title()));
    }

    @Override
    Attempt attempt(Thread me) {
        return isFair && entrance.isUsed() ? Attempt.BUSY : lock.tryAcquire((int) me.threadId());
    }

    @Override
    Attempt attemptForSure(Thread me) {
        return lock.tryAcquireForSure((int) me.threadId());
    }

    @Override
    Entrance entrance() {
        return entrance;
    }

    @Override
    Contender contender(Thread me) {
        int number = (int) me.threadId();
        return new Contender() {
            @Override
            public Attempt attempt() {
                return lock.tryAcquireInTurn(number);
            }

            @Override
            public void join() {
                lock.join();
            }

            @Override
            public void quit() {
                lock.quit();
            }
        };
    }

    @Override
    Need need(boolean isBreakable) {
        return new Need(this, List.of(object.key("")), 0, List.of(), isBreakable);
    }

    @Override
    public void tell(Holders holders) {
        object.tell(holders, object.key(""), lock.holder(), lock.holdingThread());
    }

    @Override
    void release() {
        lock.release();
    }

    @Override
    void releaseMarked() {
        lock.abandon();
    }

    @Override
    void clearMark() {
        lock.clearRecovered();
    }

    @Override
    int holdingMember() {
        return lock.holder();
    }

    @Override
    int holdingThread() {
        return lock.holdingThread();
    }

    @Override
    public boolean isRecovered() {
        return lock.isRecovered();
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return object.ticket();
    }
}
