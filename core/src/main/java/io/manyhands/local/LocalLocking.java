package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLock;
import io.manyhands.spi.Holdings;
import io.manyhands.waits.Limit;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Wait;
import java.io.Serial;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A lock of the JDK, which a task gives back when it ends. Thread-safe.
abstract class LocalLocking extends LocalObject implements SharedLock, Holdings.Held, Resource {
    @Serial private static final long serialVersionUID = 1;

    private final transient Lock lock;
    private final transient String label;
    private final transient Holdings.Note note = new Holdings.Note(this);
    private final transient Map<String, Condition> conditions = new ConcurrentHashMap<>();

    /// @param label what it is, for messages
    LocalLocking(LocalObjects home, Lock lock, String label) {
        super(home);
        this.lock = lock;
        this.label = label;
    }

    static String label(String kind, @Nullable String name) {
        return name == null ? kind : kind + " " + name;
    }

    /// A task has ended while it held it.
    abstract void mark();

    /// What a thread needs that is about to wait for it.
    Need need() {
        return Need.all(this, this);
    }

    /// Attempts once, in its turn: unlike the method without a time.
    private boolean tryWithoutInterrupt() {
        try {
            return lock.tryLock(0, TimeUnit.NANOSECONDS);
        } catch (InterruptedException later) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public final String title() {
        return label;
    }

    @Override
    public final void lock() {
        note.take();
        if (!tryWithoutInterrupt()) {
            Wait.duringUninterruptibly(need(), lock::lockInterruptibly);
        }
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        note.take();
        if (!lock.tryLock(0, TimeUnit.NANOSECONDS)) {
            Wait.during(need(), lock::lockInterruptibly);
        }
    }

    @Override
    public final boolean tryLock() {
        note.take();
        return lock.tryLock();
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        note.take();
        long nanos = unit.toNanos(time);
        if (home.clock().limits(nanos)) {
            return lock.tryLock(0, TimeUnit.NANOSECONDS)
                    || Limit.within(home.clock(), nanos, lock::lockInterruptibly);
        }
        return lock.tryLock(time, unit);
    }

    @Override
    public final void unlock() {
        try {
            lock.unlock();
        } catch (IllegalMonitorStateException _) {
            throw notHeld();
        }
    }

    /// Fails unless the current thread has it.
    final void ensureHeld() {
        if (holdCount() == 0) {
            throw notHeld();
        }
    }

    private IllegalMonitorStateException notHeld() {
        return new IllegalMonitorStateException(
                "Only who holds a lock can unlock it and use its conditions: lock="
                        + (label + ", holder=" + holder()));
    }

    @Override
    public final Condition newCondition() {
        try {
            return new LocalCondition(this, lock.newCondition());
        } catch (UnsupportedOperationException _) {
            throw new UnsupportedOperationException(
                    "Only a lock that one holds alone has conditions: lock=" + label);
        }
    }

    @Override
    public final Condition condition(String name) {
        return conditions.computeIfAbsent(Blueprint.requireName(name), _ -> newCondition());
    }

    @Override
    public final boolean isHeldByCurrentThread() {
        return holdCount() > 0;
    }

    @Override
    public final @Nullable String abandon() {
        int count = holdCount();
        if (count == 0) {
            return null;
        }
        mark();
        for (int i = 0; i < count; i++) {
            lock.unlock();
        }
        return label;
    }

    @Override
    public final String toString() {
        return label + "[holder=" + holder() + "]";
    }
}
