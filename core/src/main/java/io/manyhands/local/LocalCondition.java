package io.manyhands.local;

import io.manyhands.waits.Standstill;
import java.io.Serial;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// A condition of a lock of the JDK, which travels as the lock does. Thread-safe.
@SuppressWarnings("WaitNotInLoop") // the loop is the caller's
final class LocalCondition extends LocalObject implements Condition {
    @Serial private static final long serialVersionUID = 1;

    private final transient LocalLocking lock;
    private final transient Condition condition;

    LocalCondition(LocalLocking lock, Condition condition) {
        super(lock.home);
        this.lock = lock;
        this.condition = condition;
    }

    @Override
    public void await() throws InterruptedException {
        lock.ensureHeld();
        try (Standstill _ = Standstill.begin()) {
            condition.await();
        }
    }

    @Override
    public void awaitUninterruptibly() {
        lock.ensureHeld();
        try (Standstill _ = Standstill.begin()) {
            condition.awaitUninterruptibly();
        }
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        lock.ensureHeld();
        return Conditions.awaitNanos(home.clock(), condition, nanosTimeout);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return awaitNanos(unit.toNanos(time)) > 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        Duration left = Duration.between(home.clock().now(), deadline.toInstant());
        return awaitNanos(TimeUnit.NANOSECONDS.convert(left)) > 0;
    }

    @Override
    public void signal() {
        lock.ensureHeld();
        condition.signal();
    }

    @Override
    public void signalAll() {
        lock.ensureHeld();
        condition.signalAll();
    }
}
