package io.manyhands.examples;

import io.manyhands.Repeat;
import io.manyhands.Schedule;
import io.manyhands.Workers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// An action that runs once, later, and one that runs again and again.
public final class Schedules {
    private Schedules() {}

    /// Prints after three runs that there were three, and whether the schedule still goes on.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while it waits for the runs
    public static void main(String[] args) throws InterruptedException {
        try (Workers workers = Workers.threads(1)) {
            CountDownLatch reminded = new CountDownLatch(1);
            Schedule _ = workers.after(Duration.ofMillis(5), reminded::countDown);
            reminded.await();
            System.out.println("reminded");

            CountDownLatch threeRuns = new CountDownLatch(3);
            Repeat often = Repeat.rate(Duration.ofMillis(5)).startingAfter(Duration.ZERO);
            Schedule ticks = workers.every(often, threeRuns::countDown);
            threeRuns.await();
            ticks.cancel();
            System.out.println("at least three runs: " + (ticks.runCount() >= 3));
            System.out.println("goes on: " + !ticks.isDone());
        }
    }
}
