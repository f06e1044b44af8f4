package io.manyhands.testkit.kill;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.SharedTopic.Slow;
import io.manyhands.shared.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A topic: half of the users publish, the others receive. Confined.
final class TopicUse extends Use {
    private static final int PUBLISHING = OWN;
    private static final int RECEIVED = OWN + 1;
    private static final int MISSED = OWN + 2;
    private static final int SUBSCRIBED = OWN + 3;
    private static final int CAPACITY = 16;
    private static final long BYTES = 1 << 13;
    private static final int AGAIN = 5_000;
    private static final Duration LOOK = Duration.ofMillis(20);

    private final SharedTopic<long[]> topic;
    private final boolean holdsUp;
    private @Nullable Subscription<long[]> subscription;
    private long missed;
    private int sequence;

    TopicUse(Seat seat, Slow slow) {
        super(seat);
        holdsUp = slow == Slow.HOLDS_UP;
        topic =
                seat.objects()
                        .shared(
                                Blueprint.<long[]>topic("news", CAPACITY)
                                        .withBytes(BYTES)
                                        .withSlow(slow));
    }

    @Override
    void round() throws InterruptedException {
        if (seat().isEven()) {
            long id = Parcel.id(pen().life(), sequence++);
            long[] message = Parcel.wrap(id, random());
            pen().note(PUBLISHING, id);
            if (!random().nextBoolean() || !topic.publish(message, moment())) {
                topic.publish(message);
            }
        } else {
            receive();
        }
    }

    private void receive() throws InterruptedException {
        if (subscription == null || oneIn(AGAIN)) {
            subscribe();
        }
        Subscription<long[]> current = Objects.requireNonNull(subscription);
        long[] message = random().nextBoolean() ? current.receive(moment()) : null;
        long id = Parcel.open(message == null ? current.receive() : message);
        if (current.missed() != missed) {
            missed = current.missed();
            pen().note(MISSED, missed);
        }
        pen().note(RECEIVED, id);
    }

    private void subscribe() {
        if (subscription != null) {
            subscription.close();
        }
        subscription = topic.subscribe();
        missed = 0;
        pen().note(SUBSCRIBED);
    }

    @Override
    void ensureWhole() throws InterruptedException {
        // More than are kept: nobody holds it up.
        for (int i = 0; i < 2 * CAPACITY; i++) {
            require(topic.publish(new long[] {0}, LONG), "The dead hold up nobody");
        }
        try (Subscription<long[]> own = topic.subscribe()) {
            long begin = System.nanoTime();
            while (topic.subscribers() > 1 && System.nanoTime() - begin < LONG.toNanos()) {
                // Who waits looks who has died.
                long[] nothing = own.receive(LOOK);
                require(nothing == null, "Nobody publishes any more");
            }
            require(topic.subscribers() == 1, "The dead have no subscriptions");
            topic.publish(new long[] {1});
            long[] message = own.receive(LONG);
            require(message != null && message[0] == 1, "What is published comes");
        }
    }

    @Override
    Replay replay(Lives lives) {
        return new Messages(lives, holdsUp);
    }

    /// Each subscriber has the messages of each publisher in order, without a gap, or with such
    /// gaps as it was told of.
    private static final class Messages extends Replay {
        private final boolean holdsUp;
        private final Map<Integer, Integer> published = new HashMap<>();
        private final Map<Integer, Received> subscribers = new HashMap<>();

        private static final class Received {
            private final Map<Integer, Integer> lastOf = new HashMap<>();
            private long gaps;
            private long missed;
        }

        Messages(Lives lives, boolean holdsUp) {
            super(lives);
            this.holdsUp = holdsUp;
        }

        @Override
        void row(int life, int kind, long value) {
            switch (kind) {
                case PUBLISHING -> published.put(Parcel.life(value), Parcel.sequence(value));
                case SUBSCRIBED -> subscribers.put(life, new Received());
                case MISSED -> received(life).missed = value;
                case RECEIVED -> receive(life, value);
                default -> {}
            }
        }

        private Received received(int life) {
            return Objects.requireNonNull(subscribers.get(life));
        }

        private void receive(int life, long id) {
            int sequence = Parcel.sequence(id);
            Received its = received(life);
            String state = "life=" + life + ", publisher=" + Parcel.life(id) + ", at=" + sequence;
            if (sequence > published.getOrDefault(Parcel.life(id), -1)) {
                wrong("What comes was published", state);
            }
            Integer last = its.lastOf.put(Parcel.life(id), sequence);
            if (last == null) {
                return;
            }
            if (sequence <= last) {
                wrong("Messages come in order", state + ", last=" + last);
                return;
            }
            its.gaps += sequence - last - 1;
            if (its.gaps > its.missed) {
                wrong(
                        "A subscriber is told of what it has missed",
                        state + ", last=" + last + ", told=" + its.missed);
            }
            if (holdsUp && its.missed > 0) {
                wrong("Whoever holds up misses nothing", state);
            }
        }
    }
}
