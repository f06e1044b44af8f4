package io.manyhands.process;

import java.io.ObjectInputFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What worker processes are to be like. Immutable.
///
/// @param maxHeap the most memory of the Java heap, as `-Xmx` has it; null for the JVM's default
/// @param jvmFlags more flags for the JVM
/// @param filter what is asked about all that comes from the workers; null if nothing is
/// @param output takes what the workers print; null for the logger
/// @param graceNanos how long a worker may take to leave by itself
public record ProcessShape(
        @Nullable String maxHeap,
        List<String> jvmFlags,
        @Nullable ObjectInputFilter filter,
        @Nullable OutputSink output,
        long graceNanos) {

    /// Copies what could change.
    public ProcessShape {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
