package io.manyhands.local;

import io.manyhands.shared.SharedCounter;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;

/// An [AtomicLong]. Thread-safe.
final class LocalCounter extends LocalObject implements SharedCounter {
    @Serial private static final long serialVersionUID = 1;

    private final transient AtomicLong number = new AtomicLong();

    LocalCounter(LocalObjects home) {
        super(home);
    }

    @Override
    public long get() {
        return number.get();
    }

    @Override
    public void set(long value) {
        number.set(value);
    }

    @Override
    public long getAndAdd(long change) {
        return number.getAndAdd(change);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        return number.compareAndSet(expected, value);
    }

    @Override
    public String toString() {
        return "counter[" + number + "]";
    }
}
