package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.SharedTopic.Slow;
import io.manyhands.shared.Subscription;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;

/// Prices are published, and each subscriber makes something else of all of them.
public final class PublishAndSubscribe {
    private static final int PRICES = 100;
    private static final int KEPT = 10;

    /// What is published.
    private record Price(String of, int cents) implements Serializable {}

    private PublishAndSubscribe() {}

    /// Prints what the subscribers have made of the prices.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for processes
    /// @throws InterruptedException if interrupted while the subscribers work
    /// @throws ExecutionException if one of them fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Place.of(args, 2)) {
            // Nobody is to lose a price: the slowest sets the pace.
            SharedTopic<Price> prices =
                    workers.shared(Blueprint.<Price>topic("prices", KEPT).withSlow(Slow.HOLDS_UP));
            SharedLatch ready = workers.latch(2);
            TaskFuture<Integer> highest = workers.submit(() -> highest(prices, ready));
            TaskFuture<Long> sum = workers.submit(() -> sum(prices, ready));
            ready.await();
            for (int i = 1; i <= PRICES; i++) {
                prices.publish(new Price("pears", i));
            }
            prices.close();
            System.out.println("highest " + highest.get() + ", sum " + sum.get());
        }
    }

    private static int highest(SharedTopic<Price> prices, SharedLatch ready) {
        int highest = 0;
        try (Subscription<Price> all = prices.subscribe()) {
            ready.countDown();
            for (Price price : all.untilClosed()) {
                highest = Math.max(highest, price.cents());
            }
        }
        return highest;
    }

    private static long sum(SharedTopic<Price> prices, SharedLatch ready) {
        long sum = 0;
        try (Subscription<Price> all = prices.subscribe()) {
            ready.countDown();
            for (Price price : all.untilClosed()) {
                sum += price.cents();
            }
        }
        return sum;
    }
}
