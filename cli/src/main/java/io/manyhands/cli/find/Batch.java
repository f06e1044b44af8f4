package io.manyhands.cli.find;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/// Ranges that are searched as one task: one that is large, or several small files. Immutable by
/// convention; travels.
///
/// @param ranges the ranges, in order
record Batch(List<Range> ranges) implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /// Whether this part of a file is its first.
    boolean begins(Range range) {
        Range first = ranges.getFirst();
        return first.file() == range.file() && first.part() == range.part();
    }

    /// Whether there is something that a worker can search: not streams alone.
    boolean isForWorkers() {
        return ranges.stream().anyMatch(range -> range.kind() == Range.Kind.FILE);
    }

    long bytes() {
        long bytes = 0;
        for (Range range : ranges) {
            bytes += range.bytes();
        }
        return bytes;
    }
}
