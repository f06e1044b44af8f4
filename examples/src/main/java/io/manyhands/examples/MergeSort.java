package io.manyhands.examples;

import io.manyhands.Scope.Subtask;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;

/// Divide and conquer: each half is sorted in a subtask of its own, in scopes within scopes. The
/// same on threads and in worker processes, where each half travels.
public final class MergeSort {
    private static final int SMALL = 3;

    private MergeSort() {}

    /// Prints the words of a sentence in order, sorted twice.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the subtasks run
    public static void main(String[] args) throws InterruptedException {
        List<String> words =
                List.of("all the world is a stage and all men merely players".split(" "));
        try (Workers threads = Workers.threads(2);
                Workers processes = Workers.processes(2)) {
            System.out.println(sorted(threads, words));
            System.out.println(sorted(processes, words));
        }
    }

    private static List<String> sorted(Workers workers, List<String> words)
            throws InterruptedException {
        if (words.size() <= SMALL) {
            return words.stream().sorted().toList();
        }
        int middle = words.size() / 2;
        List<String> first = List.copyOf(words.subList(0, middle));
        List<String> second = List.copyOf(words.subList(middle, words.size()));
        return workers.scope(scope -> {
            Subtask<List<String>> one = scope.fork(() -> sorted(workers, first));
            Subtask<List<String>> other = scope.fork(() -> sorted(workers, second));
            scope.join();
            return merged(one.get(), other.get());
        });
    }

    private static List<String> merged(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one.size() + other.size());
        int next = 0;
        for (String word : one) {
            while (next < other.size() && other.get(next).compareTo(word) < 0) {
                all.add(other.get(next++));
            }
            all.add(word);
        }
        all.addAll(other.subList(next, other.size()));
        return List.copyOf(all);
    }
}
