package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore.Outcome;
import io.manyhands.memory.RobustTopic;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.Subscription;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one subscriber gets of a topic of processes. Thread-safe.
final class MappedSubscription<T> implements Subscription<T>, Choosable {
    private final RoomObject object;
    private final RobustTopic topic;
    private final ItemCodec codec;
    private final long id;
    private final Scratch.Pool scratches = new Scratch.Pool();
    private final ItemGate messages;

    /// How many it had lost when it was closed.
    private volatile long missedBefore;

    /// @param id its number in the topic
    MappedSubscription(RoomObject object, RobustTopic topic, ItemCodec codec, long id) {
        this.object = object;
        this.topic = topic;
        this.codec = codec;
        this.id = id;
        messages = new ItemGate(object.waiting(topic.messages(), object.title()));
    }

    @Override
    public T receive() throws InterruptedException {
        T message = receive(Long.MAX_VALUE);
        if (message == null) {
            throw new QueueClosedException(
                    "A topic that is closed and drained gives no more: topic=" + object.title());
        }
        return message;
    }

    @Override
    public @Nullable T receive(Duration timeout) throws InterruptedException {
        return receive(Nanos.of(timeout));
    }

    @SuppressWarnings("unchecked") // what was published
    private @Nullable T receive(long nanos) throws InterruptedException {
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        try {
            ItemBytes bytes = scratch.item();
            Outcome outcome = messages.attempt(() -> topic.receive(id, bytes), nanos, null);
            return outcome == Outcome.DONE ? (T) codec.decode(bytes) : null;
        } finally {
            scratches.giveBack(scratch);
        }
    }

    @Override
    public Choice choice() {
        return new ItemChoice(messages.waiting(), this::receiveNow, null);
    }

    private Object receiveNow() {
        object.ensureOpen();
        Scratch scratch = scratches.borrow();
        try {
            ItemBytes bytes = scratch.item();
            Outcome outcome = topic.receive(id, bytes);
            return outcome == Outcome.DONE ? codec.decode(bytes) : ItemChoice.lack(outcome);
        } finally {
            scratches.giveBack(scratch);
        }
    }

    @Override
    public long missed() {
        object.ensureOpen();
        ItemBytes missed = new ItemBytes();
        return ItemGate.surely(() -> topic.missed(id, missed)) == Outcome.DONE
                ? missed.place()
                : missedBefore;
    }

    @Override
    public void close() {
        missedBefore = missed();
        Outcome _ = ItemGate.surely(() -> topic.unsubscribe(id));
    }

    @Override
    public String toString() {
        return object.title();
    }
}
