package io.manyhands.simulation;

import java.time.Duration;
import java.util.List;

/// What became of a simulated run. Immutable.
///
/// @param seed what its order followed from
/// @param steps how often a thread was let go on
/// @param deaths how many worker processes died
/// @param took how long it took by its own time
/// @param schedule which thread went on at each of the last steps, at most 10,000, the earliest
///   first, and what befell in between
/// @param isRepeatable false if a thread was woken from outside, or slept by the machine's clock:
///   the same seed can lead to another order then
public record SimulatedRun(
        long seed,
        long steps,
        int deaths,
        Duration took,
        List<String> schedule,
        boolean isRepeatable) {

    /// Copies the list.
    public SimulatedRun {
        schedule = List.copyOf(schedule);
    }

    /// What is told of it in a message.
    String words() {
        return "seed="
                + seed
                + (", steps=" + steps)
                + (", deaths=" + deaths)
                + (", after=" + took)
                + (isRepeatable ? "" : ", repeatable=false");
    }
}
