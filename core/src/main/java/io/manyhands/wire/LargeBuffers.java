package io.manyhands.wire;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Buffers for snapshots of large arrays that serve one after the other, since memory that was
/// never used before takes several times as long to fill. Thread-safe.
/* What waits here is bounded: FEW buffers, together of no more than MOST_BYTES and a share of the
 * heap, each held softly, so that none stands in the way of other memory. Who gives one back sees
 * to it that trim() is called after a rest.
 */
public final class LargeBuffers {
    private static final int FEW = 4;
    private static final long MOST_BYTES = 256L << 20;
    private static final int SHARE_OF_HEAP = 8;
    private static final int LEAST_BYTES = 1 << 20;
    private static final int STEPS = 8;

    /// A buffer that is longer than so many times what is wanted waits for something longer: a
    /// short snapshot may be needed for long.
    private static final int MOST_TIMES = 2;

    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private static final ReentrantLock LOCK = new ReentrantLock();

    /// Those that wait, the one given back last at the end. Under the lock, as all else.
    private static final List<Waiting> WAITING = new ArrayList<>(FEW);

    private LargeBuffers() {}

    private record Waiting(SoftReference<byte[]> buffer, int length, long since) {}

    /// A buffer of at least this length, with anything in it.
    static byte[] take(int length) {
        if (length < LEAST_BYTES) {
            return new byte[length];
        }
        byte[] found = find(length);
        return found == null ? new byte[rounded(length)] : found;
    }

    private static byte @Nullable [] find(int length) {
        LOCK.lock();
        try {
            byte[] best = null;
            int place = -1;
            for (int i = 0; i < WAITING.size(); i++) {
                byte[] each = WAITING.get(i).buffer.get();
                if (each != null
                        && each.length >= length
                        && each.length / MOST_TIMES <= length
                        && (best == null || each.length <= best.length)) {
                    best = each;
                    place = i;
                }
            }
            if (best != null) {
                WAITING.remove(place);
            }
            return best;
        } finally {
            LOCK.unlock();
        }
    }

    /// A buffer that was taken is not used any more.
    static void giveBack(byte[] buffer) {
        long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        if (buffer.length < LEAST_BYTES || buffer.length > most) {
            return;
        }
        LOCK.lock();
        try {
            WAITING.add(new Waiting(new SoftReference<>(buffer), buffer.length, System.nanoTime()));
            while (WAITING.size() > FEW || totalBytes() > most) {
                WAITING.removeFirst();
            }
        } finally {
            LOCK.unlock();
        }
    }

    /// Gives up those that nobody has wanted for so long.
    ///
    /// @param restNanos how long
    /// @return whether there are others
    public static boolean trim(long restNanos) {
        LOCK.lock();
        try {
            long now = System.nanoTime();
            while (!WAITING.isEmpty() && now - WAITING.getFirst().since >= restNanos) {
                WAITING.removeFirst();
            }
            return !WAITING.isEmpty();
        } finally {
            LOCK.unlock();
        }
    }

    private static long totalBytes() {
        long total = 0;
        for (Waiting each : WAITING) {
            total += each.length;
        }
        return total;
    }

    /// Up to an eighth longer, so that arrays of about one length find each other's buffers.
    private static int rounded(int length) {
        int step = Integer.highestOneBit(length) / STEPS;
        return (int) Math.min(MAX_LENGTH, ((long) length + step - 1) / step * step);
    }
}
