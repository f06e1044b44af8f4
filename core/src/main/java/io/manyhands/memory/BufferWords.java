package io.manyhands.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Words of memory outside the heap, mapped or not.
///
/// After the segment was closed each access throws `IllegalStateException`.
/* Through a buffer, since the views of a segment itself are put together from method handles when
 * they are first used, which costs a new JVM as much as all else about the memory.
 */
final class BufferWords implements Words {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ORDER).withInvokeExactBehavior();
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ORDER).withInvokeExactBehavior();

    private final ByteBuffer buffer;

    private BufferWords(ByteBuffer buffer) {
        this.buffer = buffer.order(ORDER);
    }

    /// @param segment outside the heap, aligned to 8 bytes, of any lifetime
    static BufferWords of(MemorySegment segment) {
        return new BufferWords(segment.asByteBuffer());
    }

    /// New ones, of this process alone.
    static BufferWords unshared(int sizeBytes) {
        if (sizeBytes < 0 || (sizeBytes & (Long.BYTES - 1)) != 0) {
            throw new IllegalArgumentException(
                    "The size must be a number of whole words: sizeBytes=" + sizeBytes);
        }
        return new BufferWords(ByteBuffer.allocateDirect(sizeBytes));
    }

    @Override
    public long sizeBytes() {
        return buffer.capacity();
    }

    @Override
    public int loadInt(long at) {
        return (int) INT.get(buffer, index(at));
    }

    @Override
    public int loadIntOpaque(long at) {
        return (int) INT.getOpaque(buffer, index(at));
    }

    @Override
    public int loadIntAcquire(long at) {
        return (int) INT.getAcquire(buffer, index(at));
    }

    @Override
    public int loadIntVolatile(long at) {
        return (int) INT.getVolatile(buffer, index(at));
    }

    @Override
    public void storeInt(long at, int value) {
        INT.set(buffer, index(at), value);
    }

    @Override
    public void storeIntOpaque(long at, int value) {
        INT.setOpaque(buffer, index(at), value);
    }

    @Override
    public void storeIntRelease(long at, int value) {
        INT.setRelease(buffer, index(at), value);
    }

    @Override
    public void storeIntVolatile(long at, int value) {
        INT.setVolatile(buffer, index(at), value);
    }

    @Override
    public boolean casInt(long at, int expected, int value) {
        return INT.compareAndSet(buffer, index(at), expected, value);
    }

    @Override
    public long loadLong(long at) {
        return (long) LONG.get(buffer, index(at));
    }

    @Override
    public long loadLongAcquire(long at) {
        return (long) LONG.getAcquire(buffer, index(at));
    }

    @Override
    public long loadLongVolatile(long at) {
        return (long) LONG.getVolatile(buffer, index(at));
    }

    @Override
    public void storeLong(long at, long value) {
        LONG.set(buffer, index(at), value);
    }

    @Override
    public void storeLongRelease(long at, long value) {
        LONG.setRelease(buffer, index(at), value);
    }

    @Override
    public void storeLongVolatile(long at, long value) {
        LONG.setVolatile(buffer, index(at), value);
    }

    @Override
    public boolean casLong(long at, long expected, long value) {
        return LONG.compareAndSet(buffer, index(at), expected, value);
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        buffer.put(index(at), source, offset, length);
    }

    @Override
    public void copyOut(long at, byte[] target, int offset, int length) {
        buffer.get(index(at), target, offset, length);
    }

    @Override
    public void copyIn(long at, MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, MemorySegment.ofBuffer(buffer), at, length);
    }

    @Override
    public void copyOut(long at, MemorySegment target, long offset, int length) {
        MemorySegment.copy(MemorySegment.ofBuffer(buffer), at, target, offset, length);
    }

    /// What is no index is one out of bounds.
    private static int index(long at) {
        int index = (int) at;
        return index == at ? index : -1;
    }
}
