package io.manyhands.examples;

import io.manyhands.RetryPolicy;
import io.manyhands.Submitter;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// A task that takes too long is interrupted; one that fails is tried again.
public final class TimeoutsAndRetries {
    private TimeoutsAndRetries() {}

    /// Prints how the one ends, and on which attempt the other succeeds.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if the second task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(2)) {
            Submitter hurried = workers.withTimeout(Duration.ofMillis(50)).named("endless");
            TaskFuture<?> endless = hurried.submit(() -> new CountDownLatch(1).await());
            try {
                endless.get();
            } catch (ExecutionException failure) {
                System.out.println(endless.status() + ": " + failure.getMessage());
            }

            RetryPolicy policy = RetryPolicy.times(3).withBackoff(Duration.ofMillis(1));
            AtomicInteger calls = new AtomicInteger();
            TaskFuture<String> shaky =
                    workers.withRetries(policy).submit(() -> answerOnThirdCall(calls));
            System.out.println(shaky.get() + " on attempt " + shaky.attempts());
        }
    }

    private static String answerOnThirdCall(AtomicInteger calls) throws IOException {
        if (calls.incrementAndGet() < 3) {
            throw new IOException("The line is busy");
        }
        return "answered";
    }
}
