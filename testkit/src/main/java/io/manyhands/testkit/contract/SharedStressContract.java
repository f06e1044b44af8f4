package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedQueue.Order;
import io.manyhands.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many producers and consumers at one queue (S7).
public abstract class SharedStressContract extends Contract {
    private static final int PAIRS = 2;
    private static final int ITEMS = 1_000;
    private static final int CAPACITY = 8;
    private static final int OFTEN = 3;

    /// For the kinds.
    protected SharedStressContract() {}

    @ParameterizedTest
    @EnumSource
    @Tag("S7")
    void nothingIsLostOrSeenTwice(Order order) throws Exception {
        Workers workers = open(2 * PAIRS);
        SharedQueue<Integer> queue =
                workers.shared(Blueprint.<Integer>queue("items", CAPACITY).withOrder(order));
        SharedCounter sum = workers.counter("sum");
        SharedCounter count = workers.counter("count");
        List<TaskFuture<?>> producers = new ArrayList<>();
        List<TaskFuture<?>> consumers = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            int first = i * ITEMS;
            boolean onTrust = i % 2 == 0;
            consumers.add(workers.submit(() -> consume(queue, onTrust, sum, count)));
            producers.add(workers.submit(() -> produce(queue, first)));
        }
        for (TaskFuture<?> producer : producers) {
            producer.get();
        }
        queue.join();
        queue.close();
        for (TaskFuture<?> consumer : consumers) {
            consumer.get();
        }
        long all = (long) PAIRS * ITEMS;
        assertThat(count.get()).isEqualTo(all);
        assertThat(sum.get()).isEqualTo(all * (all - 1) / 2);
        assertThat(queue.unfinished()).isZero();
    }

    private static void produce(SharedQueue<Integer> queue, int first) throws Exception {
        for (int i = first; i < first + ITEMS; i++) {
            queue.put(i);
        }
    }

    private static void consume(
            SharedQueue<Integer> queue, boolean onTrust, SharedCounter sum, SharedCounter count)
            throws Exception {
        if (!onTrust) {
            for (int item : queue.untilClosed()) {
                count(item, sum, count);
                queue.done();
            }
            return;
        }
        int turn = 0;
        while (true) {
            try (Lease<Integer> lease = queue.lease(Await.patience())) {
                if (lease == null) {
                    return;
                }
                // Now and then it is given back.
                turn++;
                if (turn % OFTEN != 0) {
                    count(lease.item(), sum, count);
                    lease.done();
                }
            }
        }
    }

    private static void count(int item, SharedCounter sum, SharedCounter count) {
        long _ = sum.addAndGet(item);
        long _ = count.incrementAndGet();
    }
}
