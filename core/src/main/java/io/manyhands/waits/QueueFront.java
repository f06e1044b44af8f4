package io.manyhands.waits;

import io.manyhands.shared.Lease;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedQueue;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The many ways to ask a queue for the few things that it does, for those of one JVM and of
/// several processes. It travels as what stands for it. Thread-safe.
///
/// @param <T> the type of item
public abstract class QueueFront<T> extends AbstractQueue<T>
        implements SharedQueue<T>, Choosable, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final long FOREVER = Long.MAX_VALUE;

    private final transient Order order;

    /// A queue.
    ///
    /// @param order in which its items are taken
    protected QueueFront(Order order) {
        this.order = order;
    }

    /// Puts an item, when there is room for it in time.
    ///
    /// @param item what is put
    /// @param priority the smallest is taken first, if that is the order
    /// @param nanos how long to wait; [Long#MAX_VALUE] for ever
    /// @return whether it was put
    /// @throws InterruptedException if interrupted
    protected abstract boolean putWithin(T item, long priority, long nanos)
            throws InterruptedException;

    /// Takes an item, when there is one in time.
    ///
    /// @param nanos how long to wait; [Long#MAX_VALUE] for ever
    /// @return null if there is none in time, or none will be
    /// @throws InterruptedException if interrupted
    protected abstract @Nullable T takeWithin(long nanos) throws InterruptedException;

    /// Takes an item on trust, when there is one in time.
    ///
    /// @param nanos how long to wait; [Long#MAX_VALUE] for ever
    /// @return null if there is none in time, or none will be
    /// @throws InterruptedException if interrupted
    protected abstract @Nullable Lease<T> leaseWithin(long nanos) throws InterruptedException;

    /// Waits until all is done.
    ///
    /// @param nanos how long to wait; [Long#MAX_VALUE] for ever
    /// @return whether it was in time
    /// @throws InterruptedException if interrupted
    protected abstract boolean joinWithin(long nanos) throws InterruptedException;

    /// An item that is in the queue, or was.
    ///
    /// @param <T> the type of item
    /// @param item what was put
    /// @param removal removes it, and returns whether it was still there
    public record Found<T>(T item, BooleanSupplier removal) {}

    /// Goes through the items in their order; confined to a thread.
    ///
    /// @return what gives one after the other, and null at the end
    protected abstract Supplier<@Nullable Found<T>> walk();

    /// {@return whether nothing can be taken any more}
    protected abstract boolean isOver();

    /// {@return what those are told who would take more}
    protected abstract QueueClosedException drained();

    /// {@return what it is called in messages}
    protected abstract String title();

    // To put.

    @Override
    public final void put(T item) throws InterruptedException {
        boolean _ = putWithin(item, 0, FOREVER);
    }

    @Override
    public final void put(T item, long priority) throws InterruptedException {
        ensureOrder();
        boolean _ = putWithin(item, priority, FOREVER);
    }

    @Override
    public final boolean offer(T item, long timeout, TimeUnit unit) throws InterruptedException {
        return putWithin(item, 0, unit.toNanos(timeout));
    }

    @Override
    public final boolean offer(T item, long priority, Duration timeout)
            throws InterruptedException {
        ensureOrder();
        return putWithin(item, priority, TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public final boolean add(T item) {
        if (offer(item)) {
            return true;
        }
        throw new IllegalStateException("A queue that is full takes no more: queue=" + title());
    }

    private void ensureOrder() {
        if (order != Order.PRIORITY) {
            throw new UnsupportedOperationException(
                    "Only a queue in the order of priority takes a number: queue="
                            + (title() + ", order=" + order));
        }
    }

    // To take.

    @Override
    public final T take() throws InterruptedException {
        T item = takeWithin(FOREVER);
        if (item == null) {
            throw drained();
        }
        return item;
    }

    @Override
    public final @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        return takeWithin(unit.toNanos(timeout));
    }

    @Override
    public final T remove() {
        T item = poll();
        if (item == null) {
            throw none();
        }
        return item;
    }

    @Override
    public final T element() {
        T item = peek();
        if (item == null) {
            throw none();
        }
        return item;
    }

    private RuntimeException none() {
        return isOver()
                ? drained()
                : new NoSuchElementException("A queue that is empty has no item: " + title());
    }

    @Override
    public final Lease<T> lease() throws InterruptedException {
        Lease<T> lease = leaseWithin(FOREVER);
        if (lease == null) {
            throw drained();
        }
        return lease;
    }

    @Override
    public final @Nullable Lease<T> lease(Duration timeout) throws InterruptedException {
        return leaseWithin(TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public final int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // into itself
    public final int drainTo(Collection<? super T> target, int most) {
        Objects.requireNonNull(target, "An argument must not be null: target=null");
        if (target == this) {
            throw new IllegalArgumentException("A queue cannot be drained to itself: " + title());
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

    // To be done.

    @Override
    public final void join() throws InterruptedException {
        boolean _ = joinWithin(FOREVER);
    }

    @Override
    public final boolean join(Duration timeout) throws InterruptedException {
        return joinWithin(TimeUnit.NANOSECONDS.convert(timeout));
    }

    // As a collection.

    @Override
    public final boolean remove(@Nullable Object item) {
        Supplier<@Nullable Found<T>> walk = walk();
        for (Found<T> next = walk.get(); next != null; next = walk.get()) {
            if (next.item().equals(item) && next.removal().getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final boolean removeIf(Predicate<? super T> filter) {
        Objects.requireNonNull(filter, "An argument must not be null: filter=null");
        boolean isChanged = false;
        Supplier<@Nullable Found<T>> walk = walk();
        for (Found<T> next = walk.get(); next != null; next = walk.get()) {
            isChanged |= filter.test(next.item()) && next.removal().getAsBoolean();
        }
        return isChanged;
    }

    @Override
    public final boolean removeAll(Collection<?> items) {
        Objects.requireNonNull(items, "An argument must not be null: items=null");
        return removeIf(items::contains);
    }

    @Override
    public final boolean retainAll(Collection<?> items) {
        Objects.requireNonNull(items, "An argument must not be null: items=null");
        return removeIf(item -> !items.contains(item));
    }

    @Override
    public final Iterator<T> iterator() {
        Supplier<@Nullable Found<T>> walk = walk();
        return new Iterator<>() {
            private @Nullable Found<T> next = walk.get();
            private @Nullable Found<T> last;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public T next() {
                Found<T> now = next;
                if (now == null) {
                    throw new NoSuchElementException("The queue has no more items: " + title());
                }
                next = walk.get();
                last = now;
                return now.item();
            }

            @Override
            public void remove() {
                Found<T> found = last;
                if (found == null) {
                    throw new IllegalStateException("Only what next() gave can be removed, once");
                }
                last = null;
                boolean _ = found.removal().getAsBoolean();
            }
        };
    }
}
