package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedQueue;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A queue of the tasks of one JVM. What threads wait for is in its [Exchange]; here are the many
/// ways to ask for it, and the packing. Thread-safe.
final class LocalQueue<T> extends AbstractQueue<T>
        implements SharedQueue<T>, Choosable, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final long FOREVER = Long.MAX_VALUE;

    private final transient LocalObjects home;
    private final transient Packing packing;
    private final transient Order order;
    private final transient Exchange exchange;

    LocalQueue(LocalObjects home, Blueprint.Queue<T> blueprint) {
        this.home = home;
        this.packing = home.packing();
        this.order = blueprint.order();
        String label = LocalLocking.label("queue", blueprint.name());
        this.exchange = new Exchange(label, blueprint.capacity(), Stock.of(order));
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
    public void put(T item) throws InterruptedException {
        boolean _ = exchange.put(packed(item), 0, FOREVER);
    }

    @Override
    public void put(T item, long priority) throws InterruptedException {
        checkOrder();
        boolean _ = exchange.put(packed(item), priority, FOREVER);
    }

    @Override
    public boolean offer(T item) {
        return exchange.offer(packed(item));
    }

    @Override
    public boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
        return exchange.put(packed(item), 0, unit.toNanos(timeout));
    }

    @Override
    public boolean offer(T item, long priority, Duration timeout) throws InterruptedException {
        checkOrder();
        return exchange.put(packed(item), priority, TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public boolean add(T item) {
        if (offer(item)) {
            return true;
        }
        throw new IllegalStateException("A queue that is full takes no more: queue=" + exchange);
    }

    private void checkOrder() {
        if (order != Order.PRIORITY) {
            throw new UnsupportedOperationException(
                    "Only a queue in the order of priority takes a number: queue="
                            + exchange
                            + (", order=" + order));
        }
    }

    private Object packed(T item) {
        return packing.pack(Objects.requireNonNull(item, "An item must not be null: item=null"));
    }

    // To take.

    @Override
    public T take() throws InterruptedException {
        Object node = exchange.take(FOREVER, false);
        if (node == null) {
            throw exchange.drained();
        }
        return itemOf(node);
    }

    @Override
    public @Nullable T poll() {
        Object node = exchange.poll();
        return node == null ? null : itemOf(node);
    }

    @Override
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        Object node = exchange.take(unit.toNanos(timeout), false);
        return node == null ? null : itemOf(node);
    }

    @Override
    public @Nullable T peek() {
        Object node = exchange.peek();
        return node == null ? null : itemOf(node);
    }

    @Override
    public T remove() {
        T item = poll();
        if (item == null) {
            throw none();
        }
        return item;
    }

    @Override
    public T element() {
        T item = peek();
        if (item == null) {
            throw none();
        }
        return item;
    }

    private RuntimeException none() {
        return exchange.isOver()
                ? exchange.drained()
                : new NoSuchElementException("A queue that is empty has no item: " + exchange);
    }

    @SuppressWarnings("unchecked") // what was put
    private T itemOf(Object node) {
        return (T) packing.unpack(exchange.item(node));
    }

    @Override
    public Lease<T> lease() throws InterruptedException {
        Object node = exchange.take(FOREVER, true);
        if (node == null) {
            throw exchange.drained();
        }
        return leased(node);
    }

    @Override
    public @Nullable Lease<T> lease(Duration timeout) throws InterruptedException {
        Object node = exchange.take(TimeUnit.NANOSECONDS.convert(timeout), true);
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

    @Override
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // into itself
    public int drainTo(Collection<? super T> target, int most) {
        Objects.requireNonNull(target, "An argument must not be null: target=null");
        if (target == this) {
            throw new IllegalArgumentException("A queue cannot be drained to itself: " + exchange);
        }
        int drained = 0;
        while (drained < most) {
            Object node = exchange.poll();
            if (node == null) {
                break;
            }
            target.add(itemOf(node));
            drained++;
        }
        return drained;
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
    public void done() {
        exchange.done();
    }

    @Override
    public long unfinished() {
        return exchange.unfinished();
    }

    @Override
    public void join() throws InterruptedException {
        boolean _ = exchange.join(FOREVER);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return exchange.join(TimeUnit.NANOSECONDS.convert(timeout));
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
    public boolean remove(@Nullable Object item) {
        for (Object node : exchange.ordered()) {
            if (itemOf(node).equals(item) && exchange.remove(node)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeIf(Predicate<? super T> filter) {
        Objects.requireNonNull(filter, "An argument must not be null: filter=null");
        boolean isChanged = false;
        for (Object node : exchange.ordered()) {
            isChanged |= filter.test(itemOf(node)) && exchange.remove(node);
        }
        return isChanged;
    }

    @Override
    public boolean removeAll(Collection<?> items) {
        Objects.requireNonNull(items, "An argument must not be null: items=null");
        return removeIf(items::contains);
    }

    @Override
    public boolean retainAll(Collection<?> items) {
        Objects.requireNonNull(items, "An argument must not be null: items=null");
        return removeIf(item -> !items.contains(item));
    }

    @Override
    public Iterator<T> iterator() {
        Iterator<Object> nodes = exchange.ordered().iterator();
        return new Iterator<>() {
            private @Nullable Object last;

            @Override
            public boolean hasNext() {
                return nodes.hasNext();
            }

            @Override
            public T next() {
                Object node = nodes.next();
                last = node;
                return itemOf(node);
            }

            @Override
            public void remove() {
                Object node = last;
                if (node == null) {
                    throw new IllegalStateException("Only what next() gave can be removed, once");
                }
                last = null;
                boolean _ = exchange.remove(node);
            }
        };
    }
}
