package io.manyhands.room;

import io.manyhands.memory.RobustLatch;
import io.manyhands.shared.SharedLatch;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/// A latch of processes.
final class MappedLatch implements SharedLatch, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient RobustLatch latch;
    private final transient Waiting waiting;

    MappedLatch(RoomObject object) {
        this.object = object;
        latch = new RobustLatch(object.words(), object.at(), object.members());
        waiting = object.waiting(latch.sleepers(), object.title());
    }

    @Override
    public void countDown() {
        object.ensureOpen();
        latch.countDown();
    }

    @Override
    public long count() {
        object.ensureOpen();
        return latch.count();
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
        return waiting.await(() -> latch.count() == 0, nanos);
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
