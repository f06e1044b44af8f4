package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import io.manyhands.waits.Choice;
import io.manyhands.waits.Choosable;
import io.manyhands.waits.Sleeper;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A topic of the tasks of one JVM: one lock, and what each subscriber has not received yet.
/// Thread-safe.
final class LocalTopic<T> extends LocalObject implements SharedTopic<T> {
    @Serial private static final long serialVersionUID = 1;

    private static final long FOREVER = Long.MAX_VALUE;

    private final transient Packing packing;
    private final transient String label;
    private final transient int capacity;
    private final transient Slow slow;
    private final transient ReentrantLock lock = new ReentrantLock();
    private final transient Condition hasRoom = lock.newCondition();
    private final transient Set<Subscribed> all = new LinkedHashSet<>();
    private transient boolean isClosed;

    LocalTopic(LocalObjects home, Blueprint.Topic<T> blueprint) {
        super(home);
        this.packing = home.packing();
        this.label = LocalLocking.label("topic", blueprint.name());
        this.capacity = blueprint.capacity();
        this.slow = blueprint.slow();
    }

    @Override
    public void publish(T message) throws InterruptedException {
        boolean _ = publish(message, FOREVER);
    }

    @Override
    public boolean publish(T message, Duration timeout) throws InterruptedException {
        return publish(message, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean publish(T message, long nanos) throws InterruptedException {
        Object packed =
                packing.pack(
                        Objects.requireNonNull(
                                message, "A message must not be null: message=null"));
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (isHeldUp()) {
                if (left <= 0) {
                    return false;
                }
                left = Conditions.await(home.clock(), hasRoom, null, left);
            }
            all.forEach(each -> each.add(packed));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeldUp() {
        if (isClosed) {
            throw closed();
        }
        return slow == Slow.HOLDS_UP && all.stream().anyMatch(Subscribed::isFull);
    }

    private QueueClosedException closed() {
        return new QueueClosedException("A topic that is closed takes no more: topic=" + label);
    }

    @Override
    public Subscription<T> subscribe() {
        lock.lock();
        try {
            if (isClosed) {
                throw closed();
            }
            Subscribed added = new Subscribed();
            all.add(added);
            return added;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int subscribers() {
        lock.lock();
        try {
            return all.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            hasRoom.signalAll();
            all.forEach(Subscribed::tellItEnds);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return label;
    }

    /// One subscriber, guarded by the topic's lock.
    private final class Subscribed implements Subscription<T>, Choosable {
        private final Queue<Object> messages = new ArrayDeque<>();
        private final Condition hasMessage = lock.newCondition();
        private final List<Sleeper> watchers = new CopyOnWriteArrayList<>();
        private long missed;
        private boolean isEnded;

        boolean isFull() {
            return messages.size() >= capacity;
        }

        void add(Object packed) {
            if (isFull()) {
                messages.remove();
                missed++;
            }
            messages.add(packed);
            hasMessage.signal();
            watchers.forEach(Sleeper::wake);
        }

        void tellItEnds() {
            hasMessage.signalAll();
            watchers.forEach(Sleeper::wake);
        }

        @Override
        public Choice choice() {
            return new LocalChoice(home.clock(), watchers, this::receiveNow, null);
        }

        private Object receiveNow() {
            Object packed;
            boolean isLast;
            lock.lock();
            try {
                packed = poll();
                isLast = isOver();
            } finally {
                lock.unlock();
            }
            if (packed == null) {
                return isLast ? Choice.Lack.OVER : Choice.Lack.NOTHING;
            }
            return packing.unpack(packed);
        }

        @Override
        public T receive() throws InterruptedException {
            T message = receive(FOREVER);
            if (message == null) {
                throw new QueueClosedException(
                        "A topic that is closed and drained gives no more: topic=" + label);
            }
            return message;
        }

        @Override
        public @Nullable T receive(Duration timeout) throws InterruptedException {
            return receive(TimeUnit.NANOSECONDS.convert(timeout));
        }

        @SuppressWarnings("unchecked") // what was published
        private @Nullable T receive(long nanos) throws InterruptedException {
            Object packed = poll(nanos);
            return packed == null ? null : (T) packing.unpack(packed);
        }

        private @Nullable Object poll(long nanos) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = nanos;
                while (true) {
                    Object packed = poll();
                    if (packed != null || left <= 0 || isOver()) {
                        return packed;
                    }
                    left = Conditions.await(home.clock(), hasMessage, null, left);
                }
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Object poll() {
            Object packed = isEnded ? null : messages.poll();
            if (packed != null) {
                hasRoom.signalAll();
            }
            return packed;
        }

        /// Whether nothing comes but what is there.
        private boolean isOver() {
            return isEnded || isClosed;
        }

        @Override
        public long missed() {
            lock.lock();
            try {
                return missed;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                isEnded = true;
                all.remove(this);
                tellItEnds();
                hasRoom.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
