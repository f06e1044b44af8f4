package io.manyhands;

import io.manyhands.spi.Parcel;

/// A task on its way to a worker elsewhere, and what it was here.
final class TaskParcel extends Parcel {
    private final Object task;

    TaskParcel(ClassLoader loader, byte[] bytes, Object task) {
        super(loader, null, bytes);
        this.task = task;
    }

    /// What the user submitted.
    Object task() {
        return task;
    }
}
