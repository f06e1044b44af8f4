package io.manyhands.process;

import io.manyhands.spi.Guest;
import io.manyhands.spi.Host;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A pool that only notes what it is told.
class TestHost implements Host {
    volatile Consumer<Worker> whenStarted = _ -> {};
    volatile Consumer<Worker> whenEnding = _ -> {};
    volatile @Nullable String broken;
    final List<String> warmed = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
        return "manyhands-test";
    }

    @Override
    public void workerStarted(Worker worker) {
        whenStarted.accept(worker);
    }

    @Override
    public void warmUp(Worker worker) {
        warmed.add(worker.name());
    }

    @Override
    public void workerEnding(Worker worker) {
        whenEnding.accept(worker);
    }

    @Override
    public void lostIdle(WorkerLoss loss) {}

    @Override
    public void cannotStart(String message, Throwable cause) {
        broken = message;
    }

    @Override
    public Guest guest(Guest.Line line) {
        throw new UnsupportedOperationException("Nobody asks here");
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Alarm alarm(long afterNanos, Runnable action) {
        return () -> false;
    }
}
