package io.manyhands.examples;

import io.manyhands.Results;
import io.manyhands.Workers;
import java.util.List;

/// A pool of four workers: the squares of five numbers, printed as they are completed.
public final class Squares {
    private Squares() {}

    /// Prints five squares, in whatever order they are completed.
    ///
    /// @param args none
    public static void main(String[] args) {
        try (Workers workers = Workers.threads(4);
                Results<Integer> squares =
                        workers.map(List.of(1, 2, 3, 4, 5), n -> n * n).asCompleted()) {
            squares.forEach(System.out::println);
        }
    }
}
