package io.manyhands.examples;

import io.manyhands.LocalOptions;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Copies on threads: a task that counts on sharing what it captures is found by its effects.
public final class CopiedList {
    private CopiedList() {}

    /// Prints what the task says of its list, and then the list here.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the task runs
    /// @throws ExecutionException if the task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        List<String> list = new ArrayList<>();
        try (Workers copying = Workers.threads(LocalOptions.defaults().withCopies())) {
            System.out.println("added: " + copying.submit(() -> list.add("one")).get());
        }
        System.out.println("here: " + list);
    }
}
