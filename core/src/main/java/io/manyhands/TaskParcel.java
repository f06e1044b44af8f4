package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.wire.Encoded;

/// A task on its way to a worker elsewhere, and what it was here.
final class TaskParcel extends Parcel {
    private final Object task;

    TaskParcel(ClassLoader loader, Encoded encoded, Object task) {
        super(loader, null, encoded);
        this.task = task;
    }

    /// What the user submitted.
    Object task() {
        return task;
    }
}
