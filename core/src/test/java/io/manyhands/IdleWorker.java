package io.manyhands;

import io.manyhands.spi.Job;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.wire.Codec;
import org.jspecify.annotations.Nullable;

/// A worker elsewhere that does nothing: what it was sent has begun, and does not come back.
class IdleWorker extends RemoteWorker {
    IdleWorker(Pool pool) {
        super(pool.host(), "idle");
    }

    @Override
    public Thread thread() {
        return Thread.currentThread();
    }

    @Override
    public @Nullable Job job() {
        return null;
    }

    @Override
    public void interrupt(Job job, int attempt) {}

    @Override
    public int recall(RemoteJob job) {
        return 0;
    }

    @Override
    public boolean hasBegun(RemoteJob job) {
        return true;
    }

    @Override
    public void kill(RemoteJob job, int attempt) {}

    @Override
    public void perform(Parcel parcel, Receiver receiver) {}

    @Override
    public Codec codec(ClassLoader loader) {
        return Codec.of(loader);
    }
}
