package io.manyhands.examples;

import io.manyhands.Workers;
import io.manyhands.simulation.Scenario;
import io.manyhands.simulation.Simulation;
import io.manyhands.simulation.SimulationFailedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A payment that is tried again when its worker dies, and so is booked twice if the worker dies
/// between the booking and its answer. A simulation finds that moment, and finds it again; then it
/// finds none in a payment that looks whether it was booked before.
///
/// To be started with `--add-opens java.base/java.lang=ALL-UNNAMED`.
public final class BookedTwice {
    /// Stands for a database: all simulated processes see it.
    private static final Map<String, Integer> LEDGER = new ConcurrentHashMap<>();

    private BookedTwice() {}

    /// Prints what was found.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted meanwhile
    public static void main(String[] args) throws InterruptedException {
        Simulation simulation = Simulation.of(1).withDeaths(1);
        try {
            simulation.explore(1_000, paying(false));
        } catch (SimulationFailedException found) {
            System.out.println("found: " + found.getCause());
            System.out.println("the same again: " + failsAgain(found));
        }
        simulation.explore(1_000, paying(true));
        System.out.println("1000 runs, and no payment is booked twice");
    }

    private static boolean failsAgain(SimulationFailedException found) throws InterruptedException {
        try {
            long seed = found.run().seed();
            return Simulation.of(seed).withDeaths(1).run(paying(false)).deaths() < 0;
        } catch (SimulationFailedException again) {
            return again.run().equals(found.run());
        }
    }

    private static Scenario paying(boolean isCareful) {
        return world -> {
            LEDGER.clear();
            try (Workers workers = world.processes(2)) {
                workers.withRetries(2).submit(() -> book("payment 1", isCareful)).get();
            }
            int booked = LEDGER.getOrDefault("payment 1", 0);
            if (booked != 1) {
                throw new AssertionError("times booked: " + booked);
            }
        };
    }

    private static boolean book(String payment, boolean isCareful) {
        if (isCareful && LEDGER.containsKey(payment)) {
            return false;
        }
        LEDGER.merge(payment, 1, Integer::sum);
        return true;
    }
}
