package io.manyhands.local;

import io.manyhands.shared.Lease;
import java.util.concurrent.atomic.AtomicBoolean;

/// An item that is still the queue's. Thread-safe.
final class LocalLease<T> implements Lease<T> {
    private final Exchange exchange;
    private final Object node;
    private final T item;
    private final AtomicBoolean isEnded = new AtomicBoolean();

    LocalLease(Exchange exchange, Object node, T item) {
        this.exchange = exchange;
        this.node = node;
        this.item = item;
    }

    @Override
    public T item() {
        return item;
    }

    @Override
    public void done() {
        if (!isEnded.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "A lease ends once, done or given back: queue=" + exchange);
        }
        exchange.endLease(node, true);
    }

    @Override
    public void close() {
        if (isEnded.compareAndSet(false, true)) {
            exchange.endLease(node, false);
        }
    }
}
