package io.manyhands.simulation;

import java.io.Serial;
import java.util.Map;

/// Where the threads of a run were when it did not go on, as the cause of its failure.
final class Whereabouts extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private static final int MOST_PLACES = 8;

    /// Says it of threads by their names.
    Whereabouts(Map<String, Thread> threads) {
        super(textOf(threads), null, false, false);
    }

    private static String textOf(Map<String, Thread> threads) {
        StringBuilder text = new StringBuilder("Where its threads are:");
        threads.forEach((name, thread) -> text.append("\n    ").append(name).append(of(thread)));
        return text.toString();
    }

    /// The innermost place of a thread, and its innermost ones that are not the JDK's, a line each.
    static String of(Thread thread) {
        StringBuilder text = new StringBuilder();
        int places = 0;
        for (StackTraceElement each : thread.getStackTrace()) {
            boolean isOfTheJdk =
                    each.getClassName().startsWith("java.")
                            || each.getClassName().startsWith("jdk.");
            if (text.isEmpty() || (!isOfTheJdk && places < MOST_PLACES)) {
                text.append("\n        at ").append(each);
                places += isOfTheJdk ? 0 : 1;
            }
        }
        return text.toString();
    }
}
