package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.waits.Choice;
import io.manyhands.waits.QueueFront;
import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A queue of the tasks of one JVM. What threads wait for is in its [Exchange]; here is the
/// packing. Thread-safe.
final class LocalQueue<T> extends QueueFront<T> {
    @Serial private static final long serialVersionUID = 1;

    private final transient LocalObjects home;
    private final transient Packing packing;
    private final transient Exchange exchange;

    LocalQueue(LocalObjects home, Blueprint.Queue<T> blueprint) {
        super(blueprint.order());
        this.home = home;
        this.packing = home.packing();
        String label = LocalLocking.label("queue", blueprint.name());
        this.exchange =
                new Exchange(
                        home.clock(), label, blueprint.capacity(), Stock.of(blueprint.order()));
    }

    @Serial
    private Object writeReplace() {
        return LocalHandle.of(home, this);
    }

    @Override
    public Choice choice() {
        return exchange.choice(this::itemOf);
    }

    // To put.

    @Override
    protected boolean putWithin(T item, long priority, long nanos) throws InterruptedException {
        return exchange.put(packed(item), priority, nanos);
    }

    @Override
    public boolean offer(T item) {
        return exchange.offer(packed(item));
    }

    private Object packed(T item) {
        return packing.pack(Objects.requireNonNull(item, "An item must not be null: item=null"));
    }

    // To take.

    @Override
    protected @Nullable T takeWithin(long nanos) throws InterruptedException {
        Object node = exchange.take(nanos, false);
        return node == null ? null : itemOf(node);
    }

    @Override
    public @Nullable T poll() {
        Object node = exchange.poll();
        return node == null ? null : itemOf(node);
    }

    @Override
    public @Nullable T peek() {
        Object node = exchange.peek();
        return node == null ? null : itemOf(node);
    }

    @SuppressWarnings("unchecked") // what was put
    private T itemOf(Object node) {
        return (T) packing.unpack(exchange.item(node));
    }

    @Override
    protected @Nullable Lease<T> leaseWithin(long nanos) throws InterruptedException {
        Object node = exchange.take(nanos, true);
        return node == null ? null : leased(node);
    }

    private Lease<T> leased(Object node) {
        boolean isGiven = false;
        try {
            Lease<T> lease = new LocalLease<>(exchange, node, itemOf(node));
            isGiven = true;
            return lease;
        } finally {
            if (!isGiven) {
                // It did not arrive whole, and never would.
                exchange.endLease(node, true);
            }
        }
    }

    // To close, and to be done.

    @Override
    public void close() {
        exchange.close();
    }

    @Override
    public List<T> closeNow() {
        exchange.close();
        return exchange.clear().stream().map(this::itemOf).toList();
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
        return exchange.room();
    }

    @Override
    public void clear() {
        List<Object> _ = exchange.clear();
    }

    @Override
    protected Supplier<@Nullable Found<T>> walk() {
        Iterator<Object> nodes = exchange.ordered().iterator();
        return () -> nodes.hasNext() ? found(nodes.next()) : null;
    }

    private Found<T> found(Object node) {
        return new Found<>(itemOf(node), () -> exchange.remove(node));
    }
}
