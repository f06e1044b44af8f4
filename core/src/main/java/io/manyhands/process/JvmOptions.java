package io.manyhands.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user says about the workers' JVMs. Immutable.
///
/// @param mainClass the worker's program
/// @param maxHeap the most memory for objects, as `-Xmx` takes it, or null for the JVM's choice
/// @param flags JVM flags, which come after all others
record JvmOptions(String mainClass, @Nullable String maxHeap, List<String> flags) {
    static final String WORKER_MAIN = "io.manyhands.worker.WorkerMain";

    JvmOptions {
        flags = List.copyOf(flags);
    }

    /// The usual program, and nothing else said.
    static JvmOptions defaults() {
        return new JvmOptions(WORKER_MAIN, null, List.of());
    }

    /// @throws LaunchFailure if the size is not one
    void check() throws LaunchFailure {
        if (maxHeap != null && !isSize(maxHeap)) {
            throw new LaunchFailure(
                    "A maximum heap is a number, then k, m, g, t or nothing: maxHeap=" + maxHeap);
        }
    }

    private static boolean isSize(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        boolean hasUnit =
                digits == text.length() - 1 && "kKmMgGtT".indexOf(text.charAt(digits)) >= 0;
        return digits > 0 && digits < 19 && (hasUnit || digits == text.length());
    }
}
