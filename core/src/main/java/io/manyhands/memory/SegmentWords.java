package io.manyhands.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Words of a memory segment, mapped or on the heap.
///
/// After the segment was closed each access throws `IllegalStateException`.
final class SegmentWords implements Words {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment segment;

    /// @param segment aligned to 8 bytes, of any lifetime
    SegmentWords(MemorySegment segment) {
        this.segment = segment;
    }

    static SegmentWords onHeap(int sizeBytes) {
        if (sizeBytes < 0 || (sizeBytes & (Long.BYTES - 1)) != 0) {
            throw new IllegalArgumentException(
                    "The size must be a number of whole words: sizeBytes=" + sizeBytes);
        }
        // An array of bytes may lie at any address; an array of longs is aligned.
        return new SegmentWords(MemorySegment.ofArray(new long[sizeBytes / Long.BYTES]));
    }

    @Override
    public long sizeBytes() {
        return segment.byteSize();
    }

    @Override
    public int loadInt(long at) {
        return (int) INT.get(segment, at);
    }

    @Override
    public int loadIntOpaque(long at) {
        return (int) INT.getOpaque(segment, at);
    }

    @Override
    public int loadIntAcquire(long at) {
        return (int) INT.getAcquire(segment, at);
    }

    @Override
    public int loadIntVolatile(long at) {
        return (int) INT.getVolatile(segment, at);
    }

    @Override
    public void storeInt(long at, int value) {
        INT.set(segment, at, value);
    }

    @Override
    public void storeIntOpaque(long at, int value) {
        INT.setOpaque(segment, at, value);
    }

    @Override
    public void storeIntRelease(long at, int value) {
        INT.setRelease(segment, at, value);
    }

    @Override
    public void storeIntVolatile(long at, int value) {
        INT.setVolatile(segment, at, value);
    }

    @Override
    public boolean casInt(long at, int expected, int value) {
        return INT.compareAndSet(segment, at, expected, value);
    }

    @Override
    public long loadLong(long at) {
        return (long) LONG.get(segment, at);
    }

    @Override
    public long loadLongAcquire(long at) {
        return (long) LONG.getAcquire(segment, at);
    }

    @Override
    public long loadLongVolatile(long at) {
        return (long) LONG.getVolatile(segment, at);
    }

    @Override
    public void storeLong(long at, long value) {
        LONG.set(segment, at, value);
    }

    @Override
    public void storeLongRelease(long at, long value) {
        LONG.setRelease(segment, at, value);
    }

    @Override
    public void storeLongVolatile(long at, long value) {
        LONG.setVolatile(segment, at, value);
    }

    @Override
    public boolean casLong(long at, long expected, long value) {
        return LONG.compareAndSet(segment, at, expected, value);
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        MemorySegment.copy(source, offset, segment, ValueLayout.JAVA_BYTE, at, length);
    }

    @Override
    public void copyOut(long at, byte[] target, int offset, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, target, offset, length);
    }
}
