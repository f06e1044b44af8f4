package io.manyhands.examples.concepts;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.util.concurrent.ExecutionException;

/// Futures: whoever submits a task has one at once, goes on, and waits only when it asks for the
/// value. A future can be handed on, here to a task that waits for those of two others.
public final class ThreeFutures {
    private ThreeFutures() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.virtual()) {
            System.out.println("main -> price, rate, total: submits three tasks");
            TaskFuture<Integer> price = workers.submit(() -> answer("price", 40));
            TaskFuture<Integer> rate = workers.submit(() -> answer("rate", 2));
            TaskFuture<Integer> total = workers.submit(() -> multiply(price, rate));
            System.out.println("main: has three futures, goes on");
            System.out.println("main: asks for the total");
            int value = total.get();
            System.out.println("main <- total: has the total, " + value);
        }
    }

    private static int answer(String who, int value) {
        System.out.println(who + " <- main -> total: returns " + value);
        return value;
    }

    private static int multiply(TaskFuture<Integer> price, TaskFuture<Integer> rate)
            throws InterruptedException, ExecutionException {
        System.out.println("total <- main: asks for both values");
        int product = price.get() * rate.get();
        System.out.println("total <- price, rate -> main: returns " + product);
        return product;
    }
}
