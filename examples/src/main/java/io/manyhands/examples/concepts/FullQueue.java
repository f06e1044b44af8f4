package io.manyhands.examples.concepts;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedQueue;
import java.util.concurrent.ExecutionException;

/// A queue between a producer and a consumer. It has room for two: the producer waits with the
/// third until the consumer takes one, and the end of the queue is the end of the consumer's loop.
public final class FullQueue {
    private FullQueue() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(2)) {
            SharedQueue<Integer> queue = workers.queue(2);
            SharedEvent full = workers.event();
            System.out.println("main -> producer: submits the producer");
            TaskFuture<?> producer = workers.submit(() -> produce(queue, full));
            // No consumer yet, so that the queue is full on every run.
            full.await();
            System.out.println("main <- producer -> consumer: submits the consumer");
            TaskFuture<?> consumer = workers.submit(() -> consume(queue));
            producer.get();
            consumer.get();
            System.out.println("main <- producer, consumer: has both tasks done");
        }
    }

    private static void produce(SharedQueue<Integer> queue, SharedEvent full)
            throws InterruptedException {
        System.out.println("producer <- main -> consumer: puts 1");
        queue.put(1);
        System.out.println("producer -> consumer: puts 2");
        queue.put(2);
        if (!queue.offer(3)) {
            System.out.println("producer -> main, consumer: waits with 3: no room");
            full.set();
            queue.put(3);
        }
        System.out.println("producer <- consumer -> consumer, main: puts 3, then closes");
        queue.close();
    }

    private static void consume(SharedQueue<Integer> queue) {
        System.out.println("consumer <- main -> producer: begins to take");
        for (int item : queue.untilClosed()) {
            System.out.println("consumer <- producer: takes " + item);
        }
        System.out.println("consumer <- producer -> main: ends, with its loop");
    }
}
