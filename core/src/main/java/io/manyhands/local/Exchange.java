package io.manyhands.local;

import io.manyhands.shared.QueueClosedException;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Sleeper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where those who put and those who take meet: a stock, and one lock around it. Thread-safe.
/* The queues of the JDK cannot be closed: whoever waits in one would wait on. A leased item keeps its
 * room, so that there always is some when it comes back.
 */
final class Exchange {
    private final Clock clock;
    private final String label;
    private final int capacity;
    private final Stock stock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasItem = lock.newCondition();
    private final Condition hasRoom = lock.newCondition();
    private final Condition allDone = lock.newCondition();
    private final List<Sleeper> watchers = new CopyOnWriteArrayList<>();
    private final QueueSide takers;
    private final QueueSide putters;
    private int leased;
    private long unfinished;
    private boolean isClosed;

    /// @param label what it is called by in messages
    Exchange(Clock clock, String label, int capacity, Stock stock) {
        this.clock = clock;
        this.label = label;
        this.capacity = capacity;
        this.stock = stock;
        takers = new QueueSide("room in " + label, this::hasRoomNow);
        putters = new QueueSide("items of " + label, this::hasItemNow);
    }

    private boolean hasRoomNow() {
        lock.lock();
        try {
            return isClosed || stock.size() + leased < capacity;
        } finally {
            lock.unlock();
        }
    }

    /// Also one that may come from somebody who has not put it.
    private boolean hasItemNow() {
        lock.lock();
        try {
            return isClosed || leased > 0 || stock.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    // To put.

    /// Puts an item, when there is room for it in time.
    ///
    /// @return whether it was put
    boolean put(Object item, long priority, long nanos) throws InterruptedException {
        putters.note();
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!tryPut(item, priority)) {
                if (left <= 0) {
                    return false;
                }
                left = Conditions.await(clock, hasRoom, takers, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean offer(Object item) {
        putters.note();
        lock.lock();
        try {
            return tryPut(item, 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean tryPut(Object item, long priority) {
        if (isClosed) {
            throw new QueueClosedException("A queue that is closed takes no more: queue=" + label);
        }
        if (stock.size() + leased >= capacity) {
            return false;
        }
        stock.add(item, priority);
        unfinished++;
        itemCame();
        return true;
    }

    private void itemCame() {
        hasItem.signal();
        watchers.forEach(Sleeper::wake);
    }

    // To take.

    /// What comes out, as one of several things to wait for.
    ///
    /// @param itemOf unpacks a node
    Choice choice(Function<Object, Object> itemOf) {
        return new LocalChoice(clock, watchers, () -> takeNow(itemOf), putters.need());
    }

    private Object takeNow(Function<Object, Object> itemOf) {
        Object node = poll();
        if (node == null) {
            return isOver() ? Choice.Lack.OVER : Choice.Lack.NOTHING;
        }
        return itemOf.apply(node);
    }

    /// Takes a node, when there is one in time.
    ///
    /// @param onTrust whether it may come back
    /// @return null if there is none in time, or none will be
    @Nullable Object take(long nanos, boolean onTrust) throws InterruptedException {
        takers.note();
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (true) {
                Object node = stock.poll();
                if (node != null) {
                    taken(onTrust);
                    return node;
                }
                if (left <= 0 || hasEnded()) {
                    return null;
                }
                left = Conditions.await(clock, hasItem, putters, left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Nullable Object poll() {
        takers.note();
        lock.lock();
        try {
            Object node = stock.poll();
            if (node != null) {
                taken(false);
            }
            return node;
        } finally {
            lock.unlock();
        }
    }

    @Nullable Object peek() {
        lock.lock();
        try {
            return stock.peek();
        } finally {
            lock.unlock();
        }
    }

    /// The item of a node.
    Object item(Object node) {
        return stock.item(node);
    }

    private void taken(boolean onTrust) {
        if (onTrust) {
            leased++;
        } else {
            leftRoom();
        }
    }

    /// Something is gone for good.
    private void leftRoom() {
        if (isClosed) {
            tellIfEnded();
        } else {
            hasRoom.signal();
        }
    }

    private void tellIfEnded() {
        if (hasEnded()) {
            hasItem.signalAll();
            watchers.forEach(Sleeper::wake);
        }
    }

    private boolean hasEnded() {
        return isClosed && leased == 0 && stock.size() == 0;
    }

    /// A lease is over.
    ///
    /// @param isDone whether its item does not come back
    void endLease(Object node, boolean isDone) {
        lock.lock();
        try {
            leased--;
            if (isDone) {
                leftRoom();
                finished(1);
            } else {
                stock.giveBack(node);
                itemCame();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes a very node, if it is still there.
    ///
    /// @return whether it was
    boolean remove(Object node) {
        lock.lock();
        try {
            boolean wasThere = stock.remove(node);
            if (wasThere) {
                leftRoom();
                finished(1);
            }
            return wasThere;
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that is there, which counts as done.
    List<Object> clear() {
        lock.lock();
        try {
            List<Object> nodes = stock.ordered();
            stock.nodes().clear();
            hasRoom.signalAll();
            tellIfEnded();
            finished(nodes.size());
            return nodes;
        } finally {
            lock.unlock();
        }
    }

    // To close, and to be done.

    void close() {
        lock.lock();
        try {
            isClosed = true;
            hasRoom.signalAll();
            tellIfEnded();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing can be taken any more.
    boolean isOver() {
        lock.lock();
        try {
            return hasEnded();
        } finally {
            lock.unlock();
        }
    }

    /// What those are told who would take more.
    QueueClosedException drained() {
        return new QueueClosedException(
                "A queue that is closed and drained gives no more: queue=" + label);
    }

    void done() {
        lock.lock();
        try {
            if (unfinished <= 0) {
                throw new IllegalStateException(
                        "Only an item that was put can be done, once: queue=" + label);
            }
            finished(1);
        } finally {
            lock.unlock();
        }
    }

    private void finished(int count) {
        unfinished -= count;
        if (unfinished <= 0) {
            allDone.signalAll();
        }
    }

    long unfinished() {
        lock.lock();
        try {
            return Math.max(0, unfinished);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all is done.
    ///
    /// @return whether it was in time
    boolean join(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (unfinished > 0) {
                if (left <= 0) {
                    return false;
                }
                left = Conditions.await(clock, allDone, null, left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    // What there is.

    int size() {
        lock.lock();
        try {
            return stock.size();
        } finally {
            lock.unlock();
        }
    }

    int room() {
        lock.lock();
        try {
            return capacity - leased - stock.size();
        } finally {
            lock.unlock();
        }
    }

    /// A copy of what there is, in its order.
    List<Object> ordered() {
        lock.lock();
        try {
            return stock.ordered();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
