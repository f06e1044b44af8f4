package io.manyhands.cli.find;

import java.nio.ByteBuffer;

/// Whole lines in memory, none of them too long. Confined to one thread.
final class BytesSource implements Source {
    private final byte[] bytes;

    BytesSource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target, int at, int length, long position) {
        int some = (int) Math.min(length, bytes.length - position);
        if (some <= 0) {
            return -1;
        }
        target.put(at, bytes, (int) position, some);
        return some;
    }

    @Override
    public Copy copy(long position) throws TroubleException {
        throw new TroubleException("A line does not fit into the memory");
    }

    @Override
    public void close() {}
}
