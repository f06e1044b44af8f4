package io.manyhands.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks and writes their table.
///
/// All of them run once, each in a JVM of its own, then all of them again, and so on: what else the
/// machine does for a while then hits ours and the JDK's alike, and the median of the rounds leaves
/// it out.
public final class Table {
    /// How much is run.
    ///
    /// @param rounds how often everything is run
    /// @param warmups how many iterations are not counted
    /// @param iterations how many are
    /// @param millis how long each takes
    private record Effort(int rounds, int warmups, int iterations, int millis) {
        static Effort of(String name) {
            return switch (name) {
                case "short" -> new Effort(1, 3, 2, 300);
                case "usual" -> new Effort(3, 3, 3, 700);
                case "long" -> new Effort(7, 5, 5, 1_000);
                default -> throw new IllegalArgumentException("No such effort: effort=" + name);
            };
        }

        String method(int processors) {
            return """
            Median of %d round%s; in each, every benchmark has a JVM of its own, with %d + %d \
            iterations of %d ms. Machine: %d virtual cores, JDK %d. "Of all rounds" is the \
            least and the greatest. "Speed" is how many times as fast as its peer, in the \
            same run: 1 the same, 2 twice as fast. Made by `benchmarks/run`.\
            """
                    .formatted(
                            rounds,
                            rounds == 1 ? "" : "s",
                            warmups,
                            iterations,
                            millis,
                            processors,
                            Runtime.version().feature());
        }
    }

    private Table() {}

    /// Runs them.
    ///
    /// @param args the effort (short, usual, long), a regular expression of benchmarks, the folder
    ///   for raw results, the file for the table
    /// @throws IOException if a result cannot be written
    /// @throws RunnerException if a benchmark fails
    public static void main(String[] args) throws IOException, RunnerException {
        Effort effort = Effort.of(args[0]);
        String pattern = args[1];
        Path raw = Files.createDirectories(Path.of(args[2]));
        Scores scores = new Scores();
        for (int round = 1; round <= effort.rounds; round++) {
            scores.add(new Runner(options(effort, pattern, raw, round)).run());
        }
        if ("PendingTasks".matches(".*(" + pattern + ").*")) {
            for (Place place : new Place[] {Place.FIXED_POOL, Place.THREADS}) {
                String key = Scores.key(PendingTasks.class, place);
                scores.add(key, PendingTasks.bytesPerTask(place));
            }
        }
        int processors = Runtime.getRuntime().availableProcessors();
        String markdown = Report.markdown(effort.method(processors), scores);
        Files.writeString(Path.of(args[3]), markdown);
    }

    private static Options options(Effort effort, String pattern, Path raw, int round) {
        return new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(effort.warmups)
                .warmupTime(TimeValue.milliseconds(effort.millis))
                .measurementIterations(effort.iterations)
                .measurementTime(TimeValue.milliseconds(effort.millis))
                .timeout(TimeValue.minutes(2))
                .shouldFailOnError(true)
                .jvmArgsAppend("-Xmx1g")
                .resultFormat(ResultFormatType.JSON)
                .result(raw.resolve("round-" + round + ".json").toString())
                .output(raw.resolve("round-" + round + ".txt").toString())
                .build();
    }
}
