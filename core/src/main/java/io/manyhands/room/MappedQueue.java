package io.manyhands.room;

import io.manyhands.memory.ItemBytes;
import io.manyhands.memory.ItemStore;
import io.manyhands.memory.ItemStore.Taking;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedQueue;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A queue of processes. Its [ItemExchange] has the items; here are the many ways to ask for them.
/// Thread-safe.
final class MappedQueue<T> extends AbstractQueue<T>
        implements SharedQueue<T>, Choosable, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final long FOREVER = Long.MAX_VALUE;

    private final transient Order order;
    private final transient ItemExchange exchange;

    MappedQueue(RoomObject object, Order order, ItemStore store) {
        this.order = order;
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
    public void put(T item) throws InterruptedException {
        boolean _ = exchange.put(item, 0, FOREVER);
    }

    @Override
    public void put(T item, long priority) throws InterruptedException {
        ensureOrder();
        boolean _ = exchange.put(item, priority, FOREVER);
    }

    @Override
    public boolean offer(T item) {
        return exchange.offer(item);
    }

    @Override
    public boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
        return exchange.put(item, 0, unit.toNanos(timeout));
    }

    @Override
    public boolean offer(T item, long priority, Duration timeout) throws InterruptedException {
        ensureOrder();
        return exchange.put(item, priority, Nanos.of(timeout));
    }

    @Override
    public boolean add(T item) {
        if (offer(item)) {
            return true;
        }
        throw new IllegalStateException("A queue that is full takes no more: queue=" + exchange);
    }

    private void ensureOrder() {
        if (order != Order.PRIORITY) {
            throw new UnsupportedOperationException(
                    "Only a queue in the order of priority takes a number: queue="
                            + (exchange + ", order=" + order));
        }
    }

    // To take.

    @Override
    public T take() throws InterruptedException {
        Object item = exchange.take(FOREVER);
        if (item == null) {
            throw exchange.drained();
        }
        return cast(item);
    }

    @Override
    public @Nullable T poll() {
        Object item = exchange.poll(Taking.FOR_GOOD);
        return item == null ? null : cast(item);
    }

    @Override
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        Object item = exchange.take(unit.toNanos(timeout));
        return item == null ? null : cast(item);
    }

    @Override
    public @Nullable T peek() {
        Object item = exchange.peek();
        return item == null ? null : cast(item);
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
    private T cast(Object item) {
        return (T) item;
    }

    @Override
    public Lease<T> lease() throws InterruptedException {
        ItemExchange.Placed placed = exchange.lease(FOREVER);
        if (placed == null) {
            throw exchange.drained();
        }
        return new MappedLease<>(exchange, placed);
    }

    @Override
    public @Nullable Lease<T> lease(Duration timeout) throws InterruptedException {
        ItemExchange.Placed placed = exchange.lease(Nanos.of(timeout));
        return placed == null ? null : new MappedLease<>(exchange, placed);
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
        T item = most > 0 ? poll() : null;
        while (item != null) {
            target.add(item);
            drained++;
            item = drained < most ? poll() : null;
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
        return exchange.join(Nanos.of(timeout));
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
    public boolean remove(@Nullable Object item) {
        ItemBytes bytes = new ItemBytes();
        ItemExchange.Placed next = exchange.next(bytes);
        while (next != null) {
            if (next.item().equals(item) && exchange.remove(next.place())) {
                return true;
            }
            next = exchange.next(bytes);
        }
        return false;
    }

    @Override
    public boolean removeIf(Predicate<? super T> filter) {
        Objects.requireNonNull(filter, "An argument must not be null: filter=null");
        boolean isChanged = false;
        ItemBytes bytes = new ItemBytes();
        ItemExchange.Placed next = exchange.next(bytes);
        while (next != null) {
            isChanged |= filter.test(cast(next.item())) && exchange.remove(next.place());
            next = exchange.next(bytes);
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
        ItemBytes bytes = new ItemBytes();
        return new Iterator<>() {
            private ItemExchange.@Nullable Placed next = exchange.next(bytes);
            private ItemExchange.@Nullable Placed last;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public T next() {
                last = next;
                if (last == null) {
                    throw new NoSuchElementException("The queue has no more items: " + exchange);
                }
                next = exchange.next(bytes);
                return cast(last.item());
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("Only what next() gave can be removed, once");
                }
                boolean _ = exchange.remove(last.place());
                last = null;
            }
        };
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
