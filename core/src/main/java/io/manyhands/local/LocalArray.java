package io.manyhands.local;

import io.manyhands.shared.SharedArray;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory outside the heap, which is freed when nobody refers to it any more.
final class LocalArray extends LocalObject implements SharedArray {
    @Serial private static final long serialVersionUID = 1;

    private static final long LINE_BYTES = 64;

    private final transient MemorySegment segment;

    LocalArray(LocalObjects home, long sizeBytes) {
        super(home);
        this.segment = Arena.ofAuto().allocate(sizeBytes, LINE_BYTES);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public long sizeBytes() {
        return segment.byteSize();
    }

    @Override
    public String toString() {
        return "array[sizeBytes=" + sizeBytes() + "]";
    }
}
