package io.manyhands.local;

import io.manyhands.shared.SharedEvent;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A latch of one, and another after each clear: whoever waits at the old one goes on. Thread-safe.
final class LocalEvent extends LocalObject implements SharedEvent {
    @Serial private static final long serialVersionUID = 1;

    private final transient AtomicReference<CountDownLatch> latch =
            new AtomicReference<>(new CountDownLatch(1));

    LocalEvent(LocalObjects home) {
        super(home);
    }

    @Override
    public void set() {
        latch.get().countDown();
    }

    @Override
    public void clear() {
        CountDownLatch now = latch.get();
        if (now.getCount() == 0) {
            boolean _ = latch.compareAndSet(now, new CountDownLatch(1));
        }
    }

    @Override
    public boolean isSet() {
        return latch.get().getCount() == 0;
    }

    @Override
    public void await() throws InterruptedException {
        Latches.await(latch.get());
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return Latches.await(home.clock(), latch.get(), TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public String toString() {
        return "event[set=" + isSet() + "]";
    }
}
