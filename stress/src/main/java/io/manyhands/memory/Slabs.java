package io.manyhands.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// Memory outside the heap for very many trials: pieces of slabs, which are freed once none of
/// their pieces is reachable. Thread-safe.
final class Slabs {
    private static final int PIECES = 1024;
    private static final int ALIGNMENT_BYTES = 128;

    private final int pieceBytes;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private MemorySegment slab = MemorySegment.NULL;
    private int used = PIECES;

    /// @param pieceBytes a multiple of the alignment
    Slabs(int pieceBytes) {
        this.pieceBytes = pieceBytes;
    }

    /// New words, full of zeroes.
    Words words() {
        return BufferWords.of(piece());
    }

    private MemorySegment piece() {
        lock.lock();
        try {
            if (used == PIECES) {
                slab = Arena.ofAuto().allocate((long) pieceBytes * PIECES, ALIGNMENT_BYTES);
                used = 0;
            }
            return slab.asSlice((long) used++ * pieceBytes, pieceBytes);
        } finally {
            lock.unlock();
        }
    }
}
