package io.manyhands.examples;

import io.manyhands.Workers;
import java.util.List;
import java.util.stream.Stream;

/// A stage of a stream whose work is done by workers: the order is that of the stream.
public final class InAStream {
    private InAStream() {}

    /// Prints the lengths of the first three words that have more than four letters.
    ///
    /// @param args none
    public static void main(String[] args) {
        Stream<String> words = Stream.of("all", "the", "world's", "a", "stage", "and", "players");
        try (Workers workers = Workers.virtual()) {
            List<Integer> lengths =
                    words.gather(workers.mapping(String::length))
                            .filter(length -> length > 4)
                            .limit(3)
                            .toList();
            System.out.println(lengths);
        }
    }
}
