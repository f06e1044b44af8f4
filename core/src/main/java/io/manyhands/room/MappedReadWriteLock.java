package io.manyhands.room;

import io.manyhands.memory.RobustReadWriteLock;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedReadWriteLock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Resource;
import java.io.Serial;
import java.io.Serializable;

/// A lock of processes for one writer or many readers.
final class MappedReadWriteLock implements SharedReadWriteLock, Resource, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient RobustReadWriteLock lock;
    private final transient MappedReadLock readLock;
    private final transient MappedWriteLock writeLock;

    MappedReadWriteLock(RoomObject object) {
        this.object = object;
        lock = new RobustReadWriteLock(object.words(), object.at(), object.members());
        readLock = new MappedReadLock(object, lock, this);
        writeLock = new MappedWriteLock(object, lock, this);
    }

    @Override
    public SharedLock readLock() {
        return readLock;
    }

    @Override
    public SharedLock writeLock() {
        return writeLock;
    }

    // What the finder of deadlocks asks.

    String reading() {
        return object.key(" reading");
    }

    String writing() {
        return object.key(" writing");
    }

    String turn() {
        return object.key(" turn");
    }

    @Override
    public String title() {
        return object.title();
    }

    @Override
    public void tell(Holders holders) {
        readLock.tellReaders(holders);
        object.tell(holders, writing(), lock.writer(), lock.writingThread());
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return object.ticket();
    }

    /// What one of the two locks is on its way to another process.
    record Half(MappedReadWriteLock whole, boolean isRead) implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @Serial
        private Object readResolve() {
            return isRead ? whole.readLock : whole.writeLock;
        }
    }
}
