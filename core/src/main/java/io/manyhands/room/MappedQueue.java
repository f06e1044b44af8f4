package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.waits.Choice;
import io.manyhands.waits.QueueFront;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A queue of processes, whose [ItemExchange] has the items. Thread-safe.
final class MappedQueue<T> extends QueueFront<T> {
    @Serial private static final long serialVersionUID = 1;

    private final transient ItemExchange exchange;

    MappedQueue(RoomObject object, Order order, ItemStore store) {
        super(order);
        ItemCodec codec =
                new ItemCodec(object.words(), object.at(), object.members(), object.title());
        exchange = new ItemExchange(object, store, codec, null);
    }

    List<RoomSide> sides() {
        return List.of(exchange.takers(), exchange.putters());
    }

    @Override
    public Choice choice() {
        return exchange.choice();
    }

    // To put.

    @Override
    protected boolean putWithin(T item, long priority, long nanos) throws InterruptedException {
        return exchange.put(item, priority, nanos);
    }

    @Override
    public boolean offer(T item) {
        return exchange.offer(item);
    }

    // To take.

    @Override
    protected @Nullable T takeWithin(long nanos) throws InterruptedException {
        Object item = exchange.take(nanos);
        return item == null ? null : cast(item);
    }

    @Override
    public @Nullable T poll() {
        Object item = exchange.poll(Taking.FOR_GOOD);
        return item == null ? null : cast(item);
    }

    @Override
    public @Nullable T peek() {
        Object item = exchange.peek();
        return item == null ? null : cast(item);
    }

    @SuppressWarnings("unchecked") // what was put
    private T cast(Object item) {
        return (T) item;
    }

    @Override
    protected @Nullable Lease<T> leaseWithin(long nanos) throws InterruptedException {
        ItemExchange.Placed placed = exchange.lease(nanos);
        return placed == null ? null : new MappedLease<>(exchange, placed);
    }

    // To close, and to be done.

    @Override
    public void close() {
        exchange.close();
    }

    @Override
    public List<T> closeNow() {
        exchange.close();
        List<T> left = new ArrayList<>();
        Object item = exchange.poll(Taking.AND_DONE);
        while (item != null) {
            left.add(cast(item));
            item = exchange.poll(Taking.AND_DONE);
        }
        return List.copyOf(left);
    }

    @Override
    public boolean isClosed() {
        return exchange.isClosed();
    }

    @Override
    protected boolean isOver() {
        return exchange.isOver();
    }

    @Override
    protected QueueClosedException drained() {
        return exchange.drained();
    }

    @Override
    public void done() {
        exchange.done();
    }

    @Override
    public long unfinished() {
        return exchange.unfinished();
    }

    @Override
    protected boolean joinWithin(long nanos) throws InterruptedException {
        return exchange.join(nanos);
    }

    @Override
    protected String title() {
        return exchange.toString();
    }

    // As a collection.

    @Override
    public int size() {
        return exchange.size();
    }

    @Override
    public int remainingCapacity() {
        return exchange.remaining();
    }

    @Override
    public void clear() {
        exchange.clear();
    }

    @Override
    protected Supplier<@Nullable Found<T>> walk() {
        ItemBytes bytes = new ItemBytes();
        return () -> {
            ItemExchange.Placed next = exchange.next(bytes);
            return next == null ? null : found(next);
        };
    }

    private Found<T> found(ItemExchange.Placed placed) {
        return new Found<>(cast(placed.item()), () -> exchange.remove(placed.place()));
    }

    @Override
    public String toString() {
        return exchange.toString();
    }

    @Serial
    private Object writeReplace() {
        return exchange.object().ticket();
    }
}
