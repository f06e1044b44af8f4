package io.manyhands.process;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What the latest calls to a worker are called, for the lines that they print: a line may be read
/// after its task has ended.
///
/// One thread at a time notes; any reads.
final class RecentTasks {
    private static final int KEPT = 1024;

    private record Named(long sequence, String name, long number) {}

    private final AtomicReferenceArray<@Nullable Named> recent = new AtomicReferenceArray<>(KEPT);

    void note(long sequence, String name, long number) {
        recent.setRelease((int) sequence & (KEPT - 1), new Named(sequence, name, number));
    }

    /// The task's name and number; null if it is long gone, or there is none.
    @Nullable String nameOf(long sequence) {
        if (sequence < 0) {
            return null;
        }
        Named named = recent.getAcquire((int) sequence & (KEPT - 1));
        boolean isIt = named != null && named.sequence == sequence;
        return isIt ? named.name + "-" + named.number : null;
    }
}
