package io.manyhands.examples;

import io.manyhands.Outcome;
import io.manyhands.Results;
import io.manyhands.Workers;
import java.util.List;

/// Failures as values: one bad item hurts no other.
public final class Outcomes {
    private Outcomes() {}

    /// Prints a line for each item, whether its work succeeded or failed.
    ///
    /// @param args none
    public static void main(String[] args) {
        List<String> texts = List.of("1", "two", "3");
        try (Workers workers = Workers.threads(2);
                Results<Outcome<Integer>> outcomes =
                        workers.map(texts, Integer::parseInt).outcomes()) {
            for (Outcome<Integer> outcome : outcomes) {
                System.out.println(
                        switch (outcome) {
                            case Outcome.Success<Integer>(Integer value) -> "value " + value;
                            case Outcome.Failure<Integer>(Throwable cause) -> "failed: " + cause;
                        });
            }
        }
    }
}
