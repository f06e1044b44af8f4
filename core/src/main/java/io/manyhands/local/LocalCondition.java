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

    private final transient Condition condition;

    LocalCondition(LocalObjects home, Condition condition) {
        super(home);
        this.condition = condition;
    }

    @Override
    public void await() throws InterruptedException {
        try (Standstill _ = Standstill.begin()) {
            condition.await();
        }
    }

    @Override
    public void awaitUninterruptibly() {
        try (Standstill _ = Standstill.begin()) {
            condition.awaitUninterruptibly();
        }
    }

    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
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
        condition.signal();
    }

    @Override
    public void signalAll() {
        condition.signalAll();
    }
}
