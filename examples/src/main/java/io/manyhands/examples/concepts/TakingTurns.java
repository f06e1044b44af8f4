package io.manyhands.examples.concepts;

import io.manyhands.Generator;
import java.util.List;
import java.util.Locale;

/// Coroutines: a generator that asks another one. One of the three runs at a time, each goes on
/// where it has paused, and what nobody asks for is never made.
public final class TakingTurns {
    private TakingTurns() {}

    /// Prints who does what.
    ///
    /// @param args none
    public static void main(String[] args) {
        Generator<String> capitals = capitals();
        System.out.println("main -> capitals: asks for a word");
        String first = capitals.next();
        System.out.println("main <- capitals -> capitals: has " + first + ", asks again");
        String second = capitals.next();
        System.out.println("main <- capitals -> capitals: has " + second + ", closes");
        capitals.close();
        System.out.println("main <- capitals: goes on");
    }

    private static Generator<String> capitals() {
        return Generator.of(out -> {
            Generator<String> words = words();
            try {
                while (true) {
                    System.out.println("capitals <- main -> words: asks for a word");
                    String word = words.next().toUpperCase(Locale.ROOT);
                    System.out.println("capitals <- words -> main: yields " + word);
                    out.yield(word);
                }
            } finally {
                System.out.println("capitals <- main -> words: closes, too");
                words.close();
                System.out.println("capitals <- words -> main: ends");
            }
        });
    }

    private static Generator<String> words() {
        return Generator.of(out -> {
            try {
                for (String word : List.of("all", "the", "world")) {
                    System.out.println("words <- capitals -> capitals: yields " + word);
                    out.yield(word);
                }
            } finally {
                System.out.println("words <- capitals -> capitals: ends at its yield");
            }
        });
    }
}
