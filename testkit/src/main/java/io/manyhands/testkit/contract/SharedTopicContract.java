package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.SharedTopic.Slow;
import io.manyhands.shared.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Topics that tasks share (S1, S6).
public abstract class SharedTopicContract extends Contract {
    private static final int MESSAGES = 200;

    /// For the kinds.
    protected SharedTopicContract() {}

    @Test
    @Tag("S1")
    void eachSubscriberGetsAllThatIsPublishedSince() throws Exception {
        Workers workers = open(2);
        SharedTopic<Integer> topic = holdingUp(workers, 5);
        topic.publish(-1);
        SharedLatch subscribed = workers.latch(2);
        TaskFuture<List<Integer>> one = workers.submit(() -> all(topic, subscribed));
        TaskFuture<List<Integer>> other = workers.submit(() -> all(topic, subscribed));
        subscribed.await();
        for (int i = 0; i < MESSAGES; i++) {
            topic.publish(i);
        }
        topic.close();
        List<Integer> expected = IntStream.range(0, MESSAGES).boxed().toList();
        assertThat(one.get()).isEqualTo(expected);
        assertThat(other.get()).isEqualTo(expected);
    }

    private static List<Integer> all(SharedTopic<Integer> topic, SharedLatch subscribed) {
        List<Integer> received = new ArrayList<>();
        try (Subscription<Integer> subscription = topic.subscribe()) {
            subscribed.countDown();
            for (Integer message : subscription.untilClosed()) {
                received.add(message);
            }
            if (subscription.missed() != 0) {
                throw new AssertionError("missed=" + subscription.missed());
            }
        }
        return received;
    }

    @Test
    @Tag("S1")
    void slowSubscriberLosesTheOldestAndIsTold() throws Exception {
        Workers workers = open(1);
        SharedTopic<Integer> topic = workers.topic("prices", 3);
        try (Subscription<Integer> slow = topic.subscribe();
                Subscription<Integer> quick = topic.subscribe()) {
            for (int i = 0; i < 5; i++) {
                int message = i;
                workers.submit(() -> topic.publish(message)).get();
                assertThat(quick.receive()).isEqualTo(i);
            }
            assertThat(slow.receive()).isEqualTo(2);
            assertThat(slow.missed()).isEqualTo(2);
            assertThat(slow.receive()).isEqualTo(3);
            assertThat(slow.receive(Duration.ofHours(1))).isEqualTo(4);
            assertThat(slow.receive(Duration.ofMillis(1))).isNull();
            assertThat(quick.missed()).isZero();
        }
        assertThat(topic.subscribers()).isZero();
    }

    @Test
    @Tag("S8")
    void slowSubscriberHoldsThePublisherUpWhereThatWasAskedFor() throws Exception {
        Workers workers = open(1);
        SharedTopic<Integer> topic = holdingUp(workers, 2);
        Subscription<Integer> other = topic.subscribe();
        try (Subscription<Integer> slow = topic.subscribe()) {
            topic.publish(1);
            topic.publish(2);
            assertThat(topic.publish(3, Duration.ofMillis(2))).isFalse();
            Actor<Boolean> interrupted = Actor.start(() -> topic.publish(3, Duration.ofHours(1)));
            assertThat(interrupted.awaitWaiting().interrupt().failure())
                    .isInstanceOf(InterruptedException.class);
            Actor<Boolean> publisher =
                    Actor.start(() -> topic.publish(3, Duration.ofHours(1))).awaitWaiting();
            assertThat(slow.receive()).isEqualTo(1);
            other.close();
            assertThat(publisher.result()).isTrue();
            assertThat(slow.receive()).isEqualTo(2);
            assertThat(slow.receive()).isEqualTo(3);
            assertThatThrownBy(other::receive).isInstanceOf(QueueClosedException.class);
            assertThat(other.receive(Duration.ofHours(1))).isNull();
        }
    }

    @Test
    @Tag("S6")
    void closeEndsThePublishersAndThenTheSubscribers() throws Exception {
        Workers workers = open(1);
        SharedTopic<String> topic = workers.topic(4);
        SharedEvent subscribed = workers.event();
        try (Subscription<String> own = topic.subscribe()) {
            TaskFuture<String> other =
                    workers.submit(() -> {
                        try (Subscription<String> all = topic.subscribe()) {
                            subscribed.set();
                            return String.join(",", all.untilClosed());
                        }
                    });
            subscribed.await();
            topic.publish("a");
            Actor<String> second = Actor.start(() -> own.receive() + own.receive());
            second.awaitWaiting();
            topic.close();
            assertThat(second.failure()).isInstanceOf(QueueClosedException.class);
            assertThat(other.get()).isEqualTo("a");
        }
        assertThat(topic.isClosed()).isTrue();
        assertThatThrownBy(() -> topic.publish("b")).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(topic::subscribe).isInstanceOf(QueueClosedException.class);
    }

    @Test
    @Tag("S1")
    void interruptedSubscriberHasReceivedNothing() throws Exception {
        Workers workers = open(1);
        SharedTopic<String> topic = workers.topic(4);
        try (Subscription<String> subscription = topic.subscribe()) {
            Actor<String> waiting = Actor.start(subscription::receive).awaitWaiting().interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
            topic.publish("a");
            assertThat(subscription.receive()).isEqualTo("a");
        }
    }

    private static SharedTopic<Integer> holdingUp(Workers workers, int capacity) {
        return workers.shared(Blueprint.<Integer>topic(null, capacity).withSlow(Slow.HOLDS_UP));
    }
}
