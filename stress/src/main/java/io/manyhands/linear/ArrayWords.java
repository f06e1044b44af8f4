package io.manyhands.linear;

import io.manyhands.memory.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Words in an array of this process: Lincheck knows what an access to an array is, and can let
/// another thread run there; one to memory outside the heap it does not see.
///
/// Thread-safe, as far as the modes that are used make it so.
final class ArrayWords implements Words {
    private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long INT_BITS = 0xFFFF_FFFFL;

    private final long[] longs;

    ArrayWords(long sizeBytes) {
        longs = new long[(int) (sizeBytes / Long.BYTES)];
    }

    @Override
    public long sizeBytes() {
        return (long) longs.length * Long.BYTES;
    }

    // An int is half of a long: the lower one at the lower address.

    private static int shift(long at) {
        return (at & Integer.BYTES) == 0 ? 0 : Integer.SIZE;
    }

    private static long with(long at, long both, int value) {
        int shift = shift(at);
        return both & ~(INT_BITS << shift) | (value & INT_BITS) << shift;
    }

    @Override
    public int loadInt(long at) {
        return (int) (loadLong(at) >>> shift(at));
    }

    @Override
    public int loadIntOpaque(long at) {
        return loadIntVolatile(at);
    }

    @Override
    public int loadIntAcquire(long at) {
        return loadIntVolatile(at);
    }

    @Override
    public int loadIntVolatile(long at) {
        return (int) (loadLongVolatile(at) >>> shift(at));
    }

    @Override
    public void storeInt(long at, int value) {
        storeIntVolatile(at, value);
    }

    @Override
    public void storeIntOpaque(long at, int value) {
        storeIntVolatile(at, value);
    }

    @Override
    public void storeIntRelease(long at, int value) {
        storeIntVolatile(at, value);
    }

    /// In one step with the other half, which may be another's.
    @Override
    public void storeIntVolatile(long at, int value) {
        long both = loadLongVolatile(at);
        while (!casLong(at, both, with(at, both, value))) {
            both = loadLongVolatile(at);
        }
    }

    @Override
    public boolean casInt(long at, int expected, int value) {
        while (true) {
            long both = loadLongVolatile(at);
            if ((int) (both >>> shift(at)) != expected) {
                return false;
            }
            if (casLong(at, both, with(at, both, value))) {
                return true;
            }
        }
    }

    @Override
    public long loadLong(long at) {
        return longs[index(at)];
    }

    @Override
    public long loadLongAcquire(long at) {
        return (long) LONG.getAcquire(longs, index(at));
    }

    @Override
    public long loadLongVolatile(long at) {
        return (long) LONG.getVolatile(longs, index(at));
    }

    @Override
    public void storeLong(long at, long value) {
        longs[index(at)] = value;
    }

    @Override
    public void storeLongRelease(long at, long value) {
        LONG.setRelease(longs, index(at), value);
    }

    @Override
    public void storeLongVolatile(long at, long value) {
        LONG.setVolatile(longs, index(at), value);
    }

    @Override
    public boolean casLong(long at, long expected, long value) {
        return LONG.compareAndSet(longs, index(at), expected, value);
    }

    @Override
    public void copyIn(long at, byte[] source, int offset, int length) {
        for (int i = 0; i < length; i++) {
            int shift = byteShift(at + i);
            long others = loadLong(at + i) & ~(0xFFL << shift);
            storeLong(at + i, others | (source[offset + i] & 0xFFL) << shift);
        }
    }

    @Override
    public void copyOut(long at, byte[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) (loadLong(at + i) >>> byteShift(at + i));
        }
    }

    private static int byteShift(long at) {
        return (int) (at & (Long.BYTES - 1)) * Byte.SIZE;
    }

    private static int index(long at) {
        return (int) (at / Long.BYTES);
    }
}
