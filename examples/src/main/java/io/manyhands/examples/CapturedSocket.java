package io.manyhands.examples;

import io.manyhands.LocalOptions;
import io.manyhands.TaskFuture;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.Workers;
import java.io.IOException;
import java.net.Socket;

/// Copies on threads: a task that captures what cannot travel to another process is found at once.
public final class CapturedSocket {
    private record Customer(String name, Socket socket) implements java.io.Serializable {}

    private CapturedSocket() {}

    /// Prints the way to the socket that the task would have to take along.
    ///
    /// @param args none
    /// @throws IOException if the socket cannot be closed
    public static void main(String[] args) throws IOException {
        LocalOptions options = LocalOptions.defaults().withCount(1).withCopies();
        try (Socket socket = new Socket();
                Workers workers = Workers.threads(options)) {
            Customer customer = new Customer("Ada", socket);
            try {
                TaskFuture<Boolean> never = workers.submit(() -> customer.socket().isClosed());
                System.out.println("accepted: " + never);
            } catch (TaskNotSerializableException refused) {
                System.out.println("refused: " + refused.path());
            }
        }
    }
}
