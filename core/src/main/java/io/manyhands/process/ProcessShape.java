package io.manyhands.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What worker processes are to be like. Immutable.
///
/// @param maxHeap the most memory of the Java heap, as `-Xmx` has it; null for the JVM's default
/// @param jvmFlags more flags for the JVM
/// @param graceNanos how long a worker may take to leave by itself
public record ProcessShape(@Nullable String maxHeap, List<String> jvmFlags, long graceNanos) {

    /// Copies what could change.
    public ProcessShape {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
