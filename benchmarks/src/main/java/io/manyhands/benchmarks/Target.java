package io.manyhands.benchmarks;

import io.manyhands.benchmarks.Scores.Score;
import org.jspecify.annotations.Nullable;

/// What a score is meant to reach.
///
/// @param what what is measured
/// @param key the benchmark
/// @param peer the benchmark by whose score it is divided, or null for none
/// @param bound the bound
/// @param isLeast whether the bound is the least that will do, or the most
record Target(String what, String key, @Nullable String peer, double bound, boolean isLeast) {
    /// The head of the table.
    static final String HEAD = "| | target | measured | |\n|---|---:|---:|---|\n";

    /// Its line in Markdown; empty if it was not run.
    String markdown(Scores scores) {
        Score own = scores.of(key);
        Score other = peer == null ? null : scores.of(peer);
        if (own == null || (peer != null && other == null)) {
            return "";
        }
        double measured = other == null ? own.median() : own.median() / other.median();
        boolean isMet = isLeast ? measured >= bound : measured <= bound;
        String limit = (isLeast ? "at least " : "at most ") + Section.number(bound);
        String verdict = isMet ? "met" : "missed";
        return "| %s | %s | %s | %s |%n".formatted(what, limit, Section.number(measured), verdict);
    }
}
