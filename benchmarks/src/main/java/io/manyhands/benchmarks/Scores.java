package io.manyhands.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/// The scores of all rounds. Confined to one thread.
final class Scores {
    /// What one benchmark came to.
    ///
    /// @param least the least score of a round
    /// @param median the middle one
    /// @param most the greatest
    record Score(double least, double median, double most) {}

    private final Map<String, List<Double>> rounds = new TreeMap<>();

    /// Adds a round.
    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            add(key(result.getParams()), result.getPrimaryResult().getScore());
        }
    }

    /// Adds one score, of something that JMH did not measure.
    void add(String key, double score) {
        rounds.computeIfAbsent(key, _ -> new ArrayList<>()).add(score);
    }

    /// The score of a benchmark.
    ///
    /// @return the score, or null if it was not run
    @Nullable Score of(String key) {
        List<Double> all = rounds.get(key);
        if (all == null) {
            return null;
        }
        List<Double> sorted = all.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Score(sorted.getFirst(), median, sorted.getLast());
    }

    /// What a benchmark is called here: its class and its parameters, as in `MapWork EVEN THREADS`.
    static String key(Class<?> benchmark, Enum<?>... parameters) {
        StringBuilder key = new StringBuilder(benchmark.getSimpleName());
        for (Enum<?> parameter : parameters) {
            key.append(' ').append(parameter.name());
        }
        return key.toString();
    }

    private static String key(BenchmarkParams params) {
        String method = params.getBenchmark();
        String type = method.substring(0, method.lastIndexOf('.'));
        StringBuilder key = new StringBuilder(type.substring(type.lastIndexOf('.') + 1));
        for (String name : params.getParamsKeys().stream().sorted().toList()) {
            key.append(' ').append(params.getParam(name));
        }
        return key.toString();
    }
}
