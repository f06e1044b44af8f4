package io.manyhands.process;

import java.io.ObjectInputFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What worker processes are to be like. Immutable.
///
/// @param maxHeap the most memory of the Java heap, as `-Xmx` has it; null for a share of what
///   there is
/// @param jvmFlags more flags for the JVM
/// @param filter what is asked about all that comes from the workers; null if nothing is
/// @param output takes what the workers print; null for the logger
/// @param graceNanos how long a worker may take to leave by itself
/// @param count how many share the memory that there is
/// @param maxMemoryBytes the most resident memory of one; 0 for no limit
/// @param stopNanos how long one that has something to do may be stopped
/// @param surroundings where they find themselves
public record ProcessShape(
        @Nullable String maxHeap,
        List<String> jvmFlags,
        @Nullable ObjectInputFilter filter,
        @Nullable OutputSink output,
        long graceNanos,
        int count,
        long maxMemoryBytes,
        long stopNanos,
        Surroundings surroundings) {

    /// Copies what could change.
    public ProcessShape {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
