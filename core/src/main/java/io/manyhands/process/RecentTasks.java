package io.manyhands.process;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What the latest calls to a worker are called, for the lines that they print: a line may be read
/// after its task has ended.
///
/// One thread at a time notes; any reads.
final class RecentTasks {
    private static final int KEPT = 1024;

    private record Named(long sequence, int calls, String name, long number) {}

    private final AtomicReferenceArray<@Nullable Named> recent = new AtomicReferenceArray<>(KEPT);

    /// Written by who notes.
    private volatile int noted;

    /// Notes calls that are numbered one after the other, both ways.
    void note(long sequence, int calls, String name, long number) {
        int place = noted;
        recent.setRelease(place & (KEPT - 1), new Named(sequence, calls, name, number));
        noted = place + 1;
    }

    /// The task's name and number; null if it is long gone, or there is none.
    @Nullable String nameOf(long sequence) {
        if (sequence < 0) {
            return null;
        }
        int latest = noted - 1;
        for (int i = 0; i < KEPT; i++) {
            Named named = recent.getAcquire((latest - i) & (KEPT - 1));
            if (named == null) {
                return null;
            }
            long index = sequence - named.sequence;
            if (index >= 0 && index < named.calls) {
                return named.name + "-" + (named.number + index);
            }
        }
        return null;
    }
}
