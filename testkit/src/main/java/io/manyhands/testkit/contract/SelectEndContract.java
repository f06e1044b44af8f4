package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Select;
import io.manyhands.Workers;
import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How waits for the first of several things end otherwise, and what is refused (S5, S6).
public abstract class SelectEndContract extends Contract {
    private static final Duration SHORT = Duration.ofMillis(5);

    /// For the kinds.
    protected SelectEndContract() {}

    @Test
    @Tag("S6")
    void interruptTakesNothing() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Select<Integer> select = new Select<Integer>().take(queue, item -> item);
        Actor<Integer> waiting = Actor.start(select::await).awaitWaiting().interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        queue.put(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(select::await).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(queue).hasSize(1);
        assertThat(select.await()).isEqualTo(1);
    }

    @Test
    @Tag("S6")
    void oneWhoSelectsTakesNoSignalFromOthers() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(2);
        SharedQueue<Integer> other = workers.queue(2);
        Select<Integer> select =
                new Select<Integer>().take(queue, item -> item).take(other, item -> item);
        Actor<Integer> selecting = Actor.start(select::await).awaitWaiting();
        Actor<Integer> taking = Actor.start(queue::take).awaitWaiting();
        workers.submit(() -> other.put(1)).get();
        assertThat(selecting.result()).isEqualTo(1);
        workers.submit(() -> queue.put(2)).get();
        assertThat(taking.result()).isEqualTo(2);
    }

    @Test
    @Tag("S6")
    void leaseThatIsGivenBackEndsTheWait() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        queue.put(1);
        Select<Integer> select = new Select<Integer>().take(queue, item -> item);
        Actor<Integer> waiting;
        try (Lease<Integer> lease = queue.lease()) {
            queue.close();
            waiting = Actor.start(select::await).awaitWaiting();
            assertThat(lease.item()).isEqualTo(1);
        }
        assertThat(waiting.result()).isEqualTo(1);
    }

    @Test
    @Tag("S6")
    void whatIsClosedIsWaitedForNoMore() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(2);
        SharedTopic<Integer> topic = workers.topic("news", 2);
        try (Subscription<Integer> news = topic.subscribe()) {
            queue.put(1);
            topic.publish(2);
            queue.close();
            Select<Integer> select =
                    new Select<Integer>().take(queue, item -> item).receive(news, item -> item);
            int first = select.await();
            assertThat(first + select.await()).isEqualTo(3);
            Actor<Integer> waiting = Actor.start(select::await).awaitWaiting();
            workers.submit(topic::close).get();
            assertThat(waiting.failure())
                    .isInstanceOf(QueueClosedException.class)
                    .hasMessageContaining("cases=2");
            assertThat(select.after(SHORT, () -> 3).await()).isEqualTo(3);
        }
    }

    @Test
    @Tag("S6")
    void whatTheFunctionThrowsIsThrownAndTheItemIsGone() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        queue.put(1);
        Select<Integer> select =
                new Select<Integer>()
                        .take(
                                queue,
                                item -> {
                                    throw new UnsupportedOperationException("item " + item);
                                });
        assertThatThrownBy(select::await)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("item 1");
        assertThat(queue).isEmpty();
    }

    @Test
    @Tag("S6")
    void closingTheWorkersEndsTheWait() throws Exception {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Select<Integer> select = new Select<Integer>().take(queue, item -> item);
        queue.put(1);
        assertThat(select.await()).isEqualTo(1);
        queue.close();
        workers.close();
        assertThatThrownBy(select::await).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("S5")
    @SuppressWarnings("NullAway") // null is what is refused
    void badInputIsRefused() {
        Workers workers = open(1);
        SharedQueue<Integer> queue = workers.queue(1);
        Select<Integer> select = new Select<>();
        assertThatThrownBy(select::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A select must have something to wait for: cases=0, timeout=none");
        assertThatThrownBy(() -> select.take(queue, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> select.done(null, _ -> 1))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> select.after(null, () -> 1))
                .isInstanceOf(NullPointerException.class);
        Subscription<Integer> foreign = new ForeignSubscription();
        assertThatThrownBy(() -> select.receive(foreign, item -> item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Only what workers or HostShared have made can be waited for together:"
                                + " subscription=foreign");
    }

    private static final class ForeignSubscription implements Subscription<Integer> {
        @Override
        public Integer receive() {
            return 1;
        }

        @Override
        public Integer receive(Duration timeout) {
            return 1;
        }

        @Override
        public long missed() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "foreign";
        }
    }
}
