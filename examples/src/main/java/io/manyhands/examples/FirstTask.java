package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.util.concurrent.ExecutionException;

/// The smallest program: one task, run by one of four threads.
public final class FirstTask {
    private FirstTask() {}

    /// Prints the answer.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the task runs
    /// @throws ExecutionException if the task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(4)) {
            TaskFuture<Integer> answer = workers.submit(() -> 6 * 7);
            System.out.println(answer.get());
        }
    }
}
