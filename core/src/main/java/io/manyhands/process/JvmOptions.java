package io.manyhands.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user says about the workers' JVMs. Immutable.
///
/// @param mainClass the worker's program
/// @param maxHeap the most memory for objects, as `-Xmx` takes it, or null for a share of it
/// @param flags JVM flags, which come after all others
/// @param sharers how many share what memory there is
/// @param surroundings where they find themselves
record JvmOptions(
        String mainClass,
        @Nullable String maxHeap,
        List<String> flags,
        int sharers,
        Surroundings surroundings) {
    static final String WORKER_MAIN = "io.manyhands.worker.WorkerMain";

    /// What all sharers together may have, in percent: the rest is for the program and the system.
    private static final double ALL_PERCENT = 75;

    /// What a JVM takes by itself at most.
    private static final double MOST_PERCENT = 25;

    JvmOptions {
        flags = List.copyOf(flags);
    }

    /// For one that shares with nobody.
    JvmOptions(String mainClass, @Nullable String maxHeap, List<String> flags) {
        this(mainClass, maxHeap, flags, 1, Surroundings.SAME);
    }

    /// What says how much memory for objects a JVM takes.
    ///
    /// The share is that of the memory that the JVM finds: the least of the machine's and those of
    /// its control groups, of either version. For a small one a JVM goes by a percentage of its
    /// own; and given either, it would do without short references for a large heap.
    ///
    /// @param words what was said elsewhere
    List<String> heapFlags(List<String> words) {
        if (maxHeap != null) {
            return List.of("-Xmx" + maxHeap);
        }
        double percent = ALL_PERCENT / sharers;
        return percent >= MOST_PERCENT || JvmFlags.chooseHeap(words)
                ? List.of()
                : List.of(
                        "-XX:MaxRAMPercentage=" + percent,
                        "-XX:MinRAMPercentage=" + percent,
                        "-XX:+UseCompressedOops");
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
