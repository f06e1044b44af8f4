package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.util.concurrent.ExecutionException;

/// Tasks that wait for tasks of the same workers: a spare worker stands in for each that waits, so
/// that even a single worker is enough.
public final class NestedWaiting {
    private NestedWaiting() {}

    /// Prints the tenth Fibonacci number, computed by tasks within tasks on one worker.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(1)) {
            System.out.println(workers.submit(() -> fibonacci(workers, 10)).get());
        }
    }

    private static int fibonacci(Workers workers, int n)
            throws InterruptedException, ExecutionException {
        if (n < 2) {
            return n;
        }
        TaskFuture<Integer> before = workers.submit(() -> fibonacci(workers, n - 1));
        return fibonacci(workers, n - 2) + before.get();
    }
}
