package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Producers and consumers at one small queue: who is too quick waits.
public final class ProducersAndConsumers {
    private static final int EACH = 2;
    private static final int ITEMS = 1_000;
    private static final int CAPACITY = 16;

    /// Something that is made, and used.
    private record Part(int producer, int number) implements Serializable {}

    private ProducersAndConsumers() {}

    /// Prints how many parts were made and used.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for processes
    /// @throws InterruptedException if interrupted while they work
    /// @throws ExecutionException if one of them fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Place.of(args, 2 * EACH)) {
            SharedQueue<Part> parts = workers.queue("parts", CAPACITY);
            List<TaskFuture<Integer>> consumers = new ArrayList<>();
            List<TaskFuture<?>> producers = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                int producer = i;
                consumers.add(workers.submit(() -> consume(parts)));
                producers.add(workers.submit(() -> produce(parts, producer)));
            }
            for (TaskFuture<?> producer : producers) {
                producer.get();
            }
            // Nothing comes any more: each consumer's loop ends when all is taken.
            parts.close();
            int used = 0;
            for (TaskFuture<Integer> consumer : consumers) {
                used += consumer.get();
            }
            System.out.println("made " + EACH * ITEMS + ", used " + used);
        }
    }

    private static void produce(SharedQueue<Part> parts, int producer) throws InterruptedException {
        for (int number = 0; number < ITEMS; number++) {
            parts.put(new Part(producer, number));
        }
    }

    private static int consume(SharedQueue<Part> parts) {
        int used = 0;
        for (Part _ : parts.untilClosed()) {
            used++;
        }
        return used;
    }
}
