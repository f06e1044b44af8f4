package io.manyhands.examples;

import io.manyhands.LocalOptions;
import io.manyhands.Workers;
import io.manyhands.WorkersEvent;
import io.manyhands.WorkersStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A listener that is told of everything, and the numbers at the end.
public final class Watching {
    private Watching() {}

    /// Prints what the listener has counted and what the statistics say.
    ///
    /// @param args none
    public static void main(String[] args) {
        AtomicInteger ends = new AtomicInteger();
        LocalOptions options =
                LocalOptions.defaults()
                        .withCount(2)
                        .withName("watched")
                        .withListener(event -> countEnds(event, ends));
        Workers watched = Workers.threads(options);
        try (watched) {
            List<Integer> lengths =
                    watched.map(List.of("one", "three", "seven"), String::length).toList();
            System.out.println(lengths);
        }
        // The listener has had every event by the time when close() returns.
        WorkersStatistics statistics = watched.statistics();
        System.out.println("ends seen by the listener: " + ends.get());
        System.out.println("succeeded: " + statistics.succeeded());
    }

    private static void countEnds(WorkersEvent event, AtomicInteger ends) {
        if (event instanceof WorkersEvent.TaskEnded) {
            ends.incrementAndGet();
        }
    }
}
