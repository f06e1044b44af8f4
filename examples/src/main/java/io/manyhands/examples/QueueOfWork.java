package io.manyhands.examples;

import io.manyhands.Futures;
import io.manyhands.TaskFuture;
import io.manyhands.Until;
import io.manyhands.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;

/// A queue of work between two producers and three consumers. It holds ten orders: who puts one
/// more waits for room, who takes from it while it is empty waits for an order.
public final class QueueOfWork {
    private static final int CONSUMERS = 3;
    private static final int ORDERS_EACH = 50;

    /// What a producer puts: an order, or that no more come.
    private sealed interface Entry {}

    private record Order(String producer, int number) implements Entry {}

    private record End() implements Entry {}

    private QueueOfWork() {}

    private static void produce(String name, BlockingQueue<Entry> queue)
            throws InterruptedException {
        for (int number = 1; number <= ORDERS_EACH; number++) {
            queue.put(new Order(name, number));
        }
    }

    private static int consume(BlockingQueue<Entry> queue) throws InterruptedException {
        int orders = 0;
        while (queue.take() instanceof Order) {
            orders++;
        }
        return orders;
    }

    /// Prints how many orders were put and taken.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(10);
        // One worker for each of them: all five wait for one another through the queue.
        try (Workers workers = Workers.threads(5)) {
            List<TaskFuture<Integer>> consumers = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(workers.named("consumer").submit(() -> consume(queue)));
            }
            List<TaskFuture<?>> producers =
                    List.of(
                            workers.named("producer").submit(() -> produce("first", queue)),
                            workers.named("producer").submit(() -> produce("second", queue)));
            Futures.Awaited<Object> _ = Futures.await(producers, Until.ALL);
            for (int i = 0; i < CONSUMERS; i++) {
                queue.put(new End());
            }
            int taken = 0;
            for (TaskFuture<Integer> consumer : consumers) {
                taken += consumer.get();
            }
            System.out.println("Put: " + producers.size() * ORDERS_EACH);
            System.out.println("Taken: " + taken);
        }
    }
}
