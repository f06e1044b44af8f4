package io.manyhands.local;

import io.manyhands.spi.Guest;
import io.manyhands.spi.Host;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import java.util.concurrent.atomic.AtomicInteger;

/// A host that counts its workers' lives. Thread-safe.
final class TrialHost implements Host {
    private final AtomicInteger alive = new AtomicInteger();

    int alive() {
        return alive.get();
    }

    @Override
    public String name() {
        return "stress";
    }

    @Override
    public void workerStarted(Worker worker) {
        alive.incrementAndGet();
    }

    @Override
    public void warmUp(Worker worker) {}

    @Override
    public void workerEnding(Worker worker) {
        alive.decrementAndGet();
    }

    @Override
    public void lostIdle(WorkerLoss loss) {
        throw new AssertionError(loss);
    }

    @Override
    public void cannotStart(String message, Throwable cause) {
        throw new AssertionError(message, cause);
    }

    @Override
    public Guest guest(Guest.Line line) {
        throw new AssertionError(line);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Alarm alarm(long afterNanos, Runnable action) {
        throw new AssertionError(action);
    }
}
