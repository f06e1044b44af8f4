package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.RobustTopic;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/// A topic of processes. Messages are encoded by whoever publishes them, and decoded by whoever
/// receives them, in their own threads. Thread-safe.
final class MappedTopic<T> implements SharedTopic<T>, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final transient RoomObject object;
    private final transient RobustTopic topic;
    private final transient ItemCodec codec;
    private final transient Scratch.Pool scratches = new Scratch.Pool();
    private final transient ItemGate room;

    MappedTopic(RoomObject object, Slow slow) {
        this.object = object;
        codec = new ItemCodec(object.words(), object.at(), object.members(), object.title());
        topic =
                new RobustTopic(
                        object.words(),
                        object.at() + ItemCodec.sizeBytes(),
                        object.members(),
                        slow == Slow.HOLDS_UP);
        room = new ItemGate(object.waiting(topic.room(), object.title()));
    }

    static <T> Kind<MappedTopic<T>> kind(Blueprint.Topic<T> blueprint) {
        long bytes = QueueKind.bytes(blueprint.bytes(), blueprint.capacity());
        return new Kind<>(
                ItemCodec.sizeBytes() + RobustTopic.sizeBytes(bytes),
                (words, at) ->
                        RobustTopic.lay(
                                words, at + ItemCodec.sizeBytes(), blueprint.capacity(), bytes),
                object -> new MappedTopic<>(object, blueprint.slow()));
    }

    @Override
    public void publish(T message) throws InterruptedException {
        boolean _ = publish(message, Long.MAX_VALUE);
    }

    @Override
    public boolean publish(T message, Duration timeout) throws InterruptedException {
        return publish(message, Nanos.of(timeout));
    }

    private boolean publish(T message, long nanos) throws InterruptedException {
        Objects.requireNonNull(message, "A message must not be null: message=null");
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        try {
            codec.encode(message, scratch.output());
            int length = scratch.output().length();
            if (!topic.canHold(length)) {
                throw new IllegalArgumentException(
                        "A message must fit into its topic, encoded: topic="
                                + (object.title() + ", bytes=" + length));
            }
            byte[] bytes = scratch.output().bytes();
            return isPublished(room.attempt(() -> topic.publish(bytes, length), nanos, null));
        } finally {
            scratches.giveBack(scratch);
        }
    }

    private boolean isPublished(Outcome outcome) {
        if (outcome == Outcome.CLOSED) {
            throw closed();
        }
        return outcome == Outcome.DONE;
    }

    private QueueClosedException closed() {
        return new QueueClosedException(
                "A topic that is closed takes no more: topic=" + object.title());
    }

    @Override
    public Subscription<T> subscribe() {
        object.ensureOpen();
        ItemBytes id = new ItemBytes();
        return switch (ItemGate.surely(() -> topic.subscribe(id))) {
            case DONE -> new MappedSubscription<>(object, topic, codec, id.place());
            case CLOSED -> throw closed();
            case FULL, EMPTY, AGAIN, ABSENT ->
                    throw new IllegalStateException(
                            "A topic has 256 subscriptions at most: topic=" + object.title());
        };
    }

    @Override
    public int subscribers() {
        object.ensureOpen();
        return topic.subscribers();
    }

    @Override
    public void close() {
        object.ensureOpen();
        Outcome _ = ItemGate.surely(topic::close);
    }

    @Override
    public boolean isClosed() {
        object.ensureOpen();
        return topic.isClosed();
    }

    @Override
    public String toString() {
        return object.title();
    }

    @Serial
    private Object writeReplace() {
        return object.ticket();
    }
}
