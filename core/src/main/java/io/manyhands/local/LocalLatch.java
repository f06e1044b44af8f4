package io.manyhands.local;

import io.manyhands.shared.SharedLatch;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A [CountDownLatch]. Thread-safe.
final class LocalLatch extends LocalObject implements SharedLatch {
    @Serial private static final long serialVersionUID = 1;

    private final transient CountDownLatch latch;

    LocalLatch(LocalObjects home, int count) {
        super(home);
        this.latch = new CountDownLatch(count);
    }

    @Override
    public void countDown() {
        latch.countDown();
    }

    @Override
    public long count() {
        return latch.getCount();
    }

    @Override
    public void await() throws InterruptedException {
        Latches.await(latch);
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return Latches.await(home.clock(), latch, TimeUnit.NANOSECONDS.convert(timeout));
    }

    @Override
    public String toString() {
        return "latch[count=" + count() + "]";
    }
}
