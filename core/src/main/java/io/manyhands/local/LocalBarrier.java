package io.manyhands.local;

import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.waits.Limit;
import io.manyhands.waits.Standstill;
import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A [CyclicBarrier] whose last party does what it has brought. Thread-safe.
final class LocalBarrier extends LocalObject implements SharedBarrier {
    @Serial private static final long serialVersionUID = 1;

    private final transient Map<Thread, Runnable> actions = new ConcurrentHashMap<>();
    private final transient CyclicBarrier barrier;

    LocalBarrier(LocalObjects home, int parties) {
        super(home);
        this.barrier = new CyclicBarrier(parties, this::actAsLast);
    }

    private void actAsLast() {
        Runnable brought = actions.get(Thread.currentThread());
        if (brought != null) {
            brought.run();
        }
    }

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        try (Standstill _ = Standstill.begin()) {
            return barrier.await();
        }
    }

    @Override
    public int await(Duration timeout)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        try (Standstill _ = Standstill.begin()) {
            return await(TimeUnit.NANOSECONDS.convert(timeout));
        }
    }

    private int await(long nanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        if (!home.clock().limits(nanos)) {
            return barrier.await(nanos, TimeUnit.NANOSECONDS);
        }
        int[] index = new int[1];
        Limit.Step<BrokenBarrierException> arrive = () -> index[0] = barrier.await();
        if (!Limit.within(home.clock(), nanos, arrive)) {
            throw new TimeoutException();
        }
        return index[0];
    }

    @Override
    public int await(Runnable action) throws InterruptedException, BrokenBarrierException {
        actions.put(Thread.currentThread(), action);
        try {
            return await();
        } finally {
            actions.remove(Thread.currentThread());
        }
    }

    @Override
    public Hold register() {
        return () -> {};
    }

    @Override
    public void reset() {
        barrier.reset();
    }

    @Override
    public boolean isBroken() {
        return barrier.isBroken();
    }

    @Override
    public int waiting() {
        return barrier.getNumberWaiting();
    }

    @Override
    public int parties() {
        return barrier.getParties();
    }

    @Override
    public String toString() {
        return "barrier[parties=" + parties() + ", waiting=" + waiting() + "]";
    }
}
