package io.manyhands.room;

import io.manyhands.memory.RobustEvent;
import io.manyhands.shared.SharedEvent;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/// An event of processes.
final class MappedEvent implements SharedEvent, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient RobustEvent event;
    private final transient Waiting waiting;

    MappedEvent(RoomObject object) {
        this.object = object;
        event = new RobustEvent(object.words(), object.at(), object.members());
        waiting = object.waiting(event.sleepers(), object.title());
    }

    @Override
    public void set() {
        object.ensureOpen();
        event.set();
    }

    @Override
    public void clear() {
        object.ensureOpen();
        event.clear();
    }

    @Override
    public boolean isSet() {
        object.ensureOpen();
        return event.isSet();
    }

    @Override
    public void await() throws InterruptedException {
        boolean _ = await(Long.MAX_VALUE);
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Nanos.of(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        object.ensureOpen();
        long times = event.times();
        return waiting.await(() -> event.wasSet(times), nanos);
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
