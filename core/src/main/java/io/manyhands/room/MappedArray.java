package io.manyhands.room;

import io.manyhands.shared.SharedArray;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;

/// Memory of processes: the file of the object, mapped.
final class MappedArray implements SharedArray, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient MemorySegment segment;

    MappedArray(RoomObject object, long sizeBytes) {
        this.object = object;
        this.segment = object.segment().asSlice(object.at(), sizeBytes);
    }

    @Override
    public MemorySegment segment() {
        object.ensureOpen();
        return segment;
    }

    @Override
    public long sizeBytes() {
        return segment.byteSize();
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
