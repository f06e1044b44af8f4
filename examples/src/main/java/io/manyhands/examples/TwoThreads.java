package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import java.util.concurrent.ExecutionException;

/// Two threads: each is started with an argument, and both are waited for.
public final class TwoThreads {
    private TwoThreads() {}

    static void printSquare(int number) {
        System.out.println("Square: " + number * number);
    }

    static void printCube(int number) {
        System.out.println("Cube: " + number * number * number);
    }

    /// Prints a square and a cube, whichever comes first, and then that both are done.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(2)) {
            TaskFuture<?> square = workers.submit(() -> printSquare(10));
            TaskFuture<?> cube = workers.submit(() -> printCube(10));
            square.get();
            cube.get();
            System.out.println("Done");
        }
    }
}
