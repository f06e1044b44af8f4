package io.manyhands.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.ItemStore.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Topics as several members see them, of whom one dies at its k-th access, for every k.
final class RobustTopicTest {
    private static final int CAPACITY = 3;
    private static final int BYTES = 128;
    private static final int AT = 64;

    private final Words words = Words.unshared((int) RobustTopic.sizeBytes(BYTES) + AT);
    private final FakeMembers first = FakeMembers.first();

    private RobustTopic laid(boolean holdsUp) {
        RobustTopic.lay(words, AT, CAPACITY, BYTES);
        return new RobustTopic(words, AT, first, holdsUp);
    }

    private static Outcome publish(RobustTopic topic, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        assertThat(topic.canHold(bytes.length)).isTrue();
        return topic.publish(bytes, bytes.length);
    }

    private static long subscribe(RobustTopic topic) {
        ItemBytes id = new ItemBytes();
        assertThat(topic.subscribe(id)).isEqualTo(Outcome.DONE);
        return id.place();
    }

    private static List<String> receive(RobustTopic topic, long id) {
        List<String> received = new ArrayList<>();
        ItemBytes bytes = new ItemBytes();
        while (topic.receive(id, bytes) == Outcome.DONE) {
            received.add(ItemStores.text(bytes));
        }
        return received;
    }

    private static long missed(RobustTopic topic, long id) {
        ItemBytes missed = new ItemBytes();
        assertThat(topic.missed(id, missed)).isEqualTo(Outcome.DONE);
        return missed.place();
    }

    @Test
    void eachSubscriberGetsAllInOrder() {
        RobustTopic topic = laid(false);
        publish(topic, "before");
        long one = subscribe(topic);
        publish(topic, "a");
        long two = subscribe(topic);
        for (int i = 0; i < 50; i++) {
            String message = "x".repeat(i % 40) + i;
            assertThat(publish(topic, message)).isEqualTo(Outcome.DONE);
            assertThat(receive(topic, one)).endsWith(message);
            assertThat(receive(topic, two)).containsExactly(message);
        }
        assertThat(missed(topic, one)).isZero();
        assertThat(topic.subscribers()).isEqualTo(2);
        assertThat(topic.unsubscribe(one)).isEqualTo(Outcome.DONE);
        assertThat(topic.unsubscribe(one)).isEqualTo(Outcome.ABSENT);
        assertThat(topic.receive(one, new ItemBytes())).isEqualTo(Outcome.CLOSED);
        assertThat(topic.subscribers()).isEqualTo(1);
        assertThat(topic.canHold(BYTES)).isFalse();
    }

    @Test
    void slowSubscriberLosesTheOldestAndIsToldHowMany() {
        RobustTopic topic = laid(false);
        long slow = subscribe(topic);
        for (String message : List.of("a", "b", "c", "d", "e")) {
            assertThat(publish(topic, message)).isEqualTo(Outcome.DONE);
        }
        assertThat(missed(topic, slow)).isEqualTo(2);
        assertThat(receive(topic, slow)).containsExactly("c", "d", "e");
        publish(topic, "f");
        publish(topic, "x".repeat(BYTES - Long.BYTES));
        assertThat(receive(topic, slow)).containsExactly("x".repeat(BYTES - Long.BYTES));
        assertThat(missed(topic, slow)).isEqualTo(3);
    }

    @Test
    void publisherWaitsForTheSlowestThatLives() {
        RobustTopic topic = laid(true);
        FakeMembers second = first.other(1);
        RobustTopic other = new RobustTopic(words, AT, second, true);
        long quick = subscribe(topic);
        long slow = subscribe(other);
        for (String message : List.of("a", "b", "c")) {
            assertThat(publish(topic, message)).isEqualTo(Outcome.DONE);
        }
        assertThat(receive(topic, quick)).containsExactly("a", "b", "c");
        assertThat(publish(topic, "d")).isEqualTo(Outcome.FULL);
        assertThat(other.receive(slow, new ItemBytes())).isEqualTo(Outcome.DONE);
        assertThat(publish(topic, "d")).isEqualTo(Outcome.DONE);
        assertThat(publish(topic, "e")).isEqualTo(Outcome.FULL);
        second.die();
        assertThat(publish(topic, "e")).isEqualTo(Outcome.DONE);
        assertThat(topic.subscribers()).isEqualTo(1);
        assertThat(receive(topic, quick)).containsExactly("d", "e");
    }

    @Test
    void closedTopicIsDrained() {
        RobustTopic topic = laid(true);
        long id = subscribe(topic);
        publish(topic, "a");
        assertThat(topic.close()).isEqualTo(Outcome.DONE);
        assertThat(publish(topic, "b")).isEqualTo(Outcome.CLOSED);
        assertThat(topic.subscribe(new ItemBytes())).isEqualTo(Outcome.CLOSED);
        assertThat(receive(topic, id)).containsExactly("a");
        assertThat(topic.receive(id, new ItemBytes())).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void subscriptionsOfTheGoneMakeRoomForOthers() {
        RobustTopic topic = laid(true);
        FakeMembers second = first.other(1);
        RobustTopic other = new RobustTopic(words, AT, second, true);
        for (int i = 0; i < TopicRing.MOST; i++) {
            subscribe(other);
        }
        assertThat(topic.subscribe(new ItemBytes())).isEqualTo(Outcome.FULL);
        second.die();
        assertThat(topic.subscribe(new ItemBytes())).isEqualTo(Outcome.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publisherThatDiesHasPublishedWhollyOrNotAtAll(boolean holdsUp) {
        int points =
                enumerate(holdsUp, topic -> publish(topic, "d"), List.of("b c", "b c d", "c d"));
        assertThat(points).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subscriberThatDiesDisturbsNobody(boolean holdsUp) {
        int points =
                enumerate(
                        holdsUp,
                        topic -> {
                            long id = subscribe(topic);
                            topic.receive(id, new ItemBytes());
                            topic.unsubscribe(id);
                        },
                        List.of("b c"));
        assertThat(points).isGreaterThan(20);
    }

    /// Returns how many crash points there were.
    private int enumerate(boolean holdsUp, Consumer<RobustTopic> operation, List<String> outcomes) {
        RobustTopic topic = laid(holdsUp);
        FakeMembers mortal = first.other(1);
        for (int crashAt = 0; ; crashAt++) {
            long id = subscribe(topic);
            publish(topic, "a".repeat(crashAt % 90));
            topic.receive(id, new ItemBytes());
            publish(topic, "b");
            publish(topic, "c");
            MortalWords dying = new MortalWords(words);
            RobustTopic other = new RobustTopic(dying, AT, mortal, holdsUp);
            dying.dieAfter(crashAt);
            boolean done = MortalWords.survives(() -> operation.accept(other));
            mortal.die();
            mortal = mortal.heir();
            assertThat(String.join(" ", receive(topic, id))).isIn(outcomes);
            assertThat(publish(topic, "e")).isEqualTo(Outcome.DONE);
            assertThat(receive(topic, id)).containsExactly("e");
            assertThat(topic.unsubscribe(id)).isEqualTo(Outcome.DONE);
            assertThat(topic.subscribers()).isZero();
            if (done) {
                return crashAt;
            }
        }
    }
}
