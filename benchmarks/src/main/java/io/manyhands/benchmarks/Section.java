package io.manyhands.benchmarks;

import io.manyhands.benchmarks.Scores.Score;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One table of the report.
///
/// @param title what is measured
/// @param unit the unit of the scores
/// @param kind what the scores are
/// @param rows what is compared
record Section(String title, String unit, Kind kind, List<Row> rows) {
    /// What scores are, and what a ratio of two of them says.
    enum Kind {
        RATE("speed against"),
        TIME("speed against"),
        SIZE("size against");

        private final String ratio;

        Kind(String ratio) {
            this.ratio = ratio;
        }
    }

    /// One line of a table.
    ///
    /// @param label what it is called
    /// @param key the benchmark
    /// @param peer the row that it is compared with, or null for none
    record Row(String label, String key, @Nullable Row peer) {}

    /// The table in Markdown; empty if nothing of it was run.
    String markdown(Scores scores) {
        StringBuilder lines = new StringBuilder();
        for (Row row : rows) {
            Score score = scores.of(row.key);
            if (score != null) {
                lines.append(line(row, score, scores));
            }
        }
        String head = "| | %s | of all rounds | %s |%n|---|---:|---:|---|%n";
        return lines.isEmpty()
                ? ""
                : "## " + title + "\n\n" + head.formatted(unit, kind.ratio) + lines + "\n";
    }

    private String line(Row row, Score score, Scores scores) {
        String range = number(score.least()) + " to " + number(score.most());
        return "| `%s` | %s | %s | %s |%n"
                .formatted(row.label, number(score.median()), range, against(row, score, scores));
    }

    private String against(Row row, Score own, Scores scores) {
        Score other = row.peer == null ? null : scores.of(row.peer.key);
        if (row.peer == null || other == null) {
            return "";
        }
        double ratio = own.median() / other.median();
        return "%s of `%s`"
                .formatted(number(kind == Kind.TIME ? 1 / ratio : ratio), row.peer.label);
    }

    /// Three digits that count.
    static String number(double value) {
        if (value >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
