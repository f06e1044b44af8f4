package io.manyhands.room;

import io.manyhands.shared.Lease;
import java.util.concurrent.atomic.AtomicBoolean;

/// An item that is still its queue's. Thread-safe.
final class MappedLease<T> implements Lease<T> {
    private final ItemExchange exchange;
    private final long place;
    private final T item;
    private final AtomicBoolean isEnded = new AtomicBoolean();

    @SuppressWarnings("unchecked") // what was put
    MappedLease(ItemExchange exchange, ItemExchange.Placed placed) {
        this.exchange = exchange;
        this.place = placed.place();
        this.item = (T) placed.item();
    }

    @Override
    public T item() {
        return item;
    }

    @Override
    public void done() {
        if (!isEnded.compareAndSet(false, true) || !exchange.endLease(place, true)) {
            throw new IllegalStateException(
                    "A lease ends once, done or given back: queue=" + exchange);
        }
    }

    @Override
    public void close() {
        if (isEnded.compareAndSet(false, true)) {
            boolean _ = exchange.endLease(place, false);
        }
    }
}
