package io.manyhands.cli.find;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Bytes of a file in memory, with slack behind them, so that eight bytes can be read at a time
/// without asking whether they are there. Confined to one thread at a time.
final class Block {
    /// How many bytes may be read behind [#capacity()]; they mean nothing.
    static final int SLACK = 1024;

    private ByteBuffer data;

    Block(int capacity) {
        data = allocate(capacity);
    }

    /// The bytes; little endian, its limit is never moved.
    ByteBuffer data() {
        return data;
    }

    int capacity() {
        return data.capacity() - SLACK;
    }

    /// Moves what begins at `from` and ends before `to` to the front.
    void keep(int from, int to) {
        if (from > 0 && to > from) {
            data.put(0, data, from, to - from);
        }
    }

    /// Makes room, keeping the first `used` bytes.
    void grow(int capacity, int used) {
        ByteBuffer larger = allocate(capacity);
        larger.put(0, data, 0, used);
        data = larger;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity + SLACK).order(ByteOrder.LITTLE_ENDIAN);
    }
}
