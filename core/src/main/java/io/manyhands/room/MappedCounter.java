package io.manyhands.room;

import io.manyhands.memory.RobustCounter;
import io.manyhands.shared.SharedCounter;
import java.io.Serial;
import java.io.Serializable;

/// A counter of processes.
final class MappedCounter implements SharedCounter, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient RobustCounter counter;

    MappedCounter(RoomObject object) {
        this.object = object;
        counter = new RobustCounter(object.words(), object.at());
    }

    @Override
    public long get() {
        object.ensureOpen();
        return counter.value();
    }

    @Override
    public void set(long value) {
        object.ensureOpen();
        counter.set(value);
    }

    @Override
    public long getAndAdd(long change) {
        object.ensureOpen();
        return counter.getAndAdd(change);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        object.ensureOpen();
        return counter.compareAndSet(expected, value);
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
