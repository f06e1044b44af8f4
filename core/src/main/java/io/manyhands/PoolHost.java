package io.manyhands;

import io.manyhands.spi.Guest;
import io.manyhands.spi.Host;
import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;

/// A pool as its backend sees it: what becomes of workers that come, go, are lost, or cannot start.
/// Thread-safe.
final class PoolHost implements Host {
    private final Pool pool;

    PoolHost(Pool pool) {
        this.pool = pool;
    }

    Pool pool() {
        return pool;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public void workerStarted(Worker worker) {
        if (pool.actions().start(worker)) {
            pool.journal().started(worker);
        }
    }

    @Override
    public void warmUp(Worker worker) {
        pool.actions().warmUp(worker);
    }

    @Override
    public void workerEnding(Worker worker) {
        boolean wasReady = pool.actions().end(worker);
        if (worker instanceof LocalWorker own && own.hasValues()) {
            String what = "A worker's value could not be closed: worker=" + worker.name();
            own.values().close(thrown -> pool.journal().report(what, thrown));
        }
        if (wasReady) {
            pool.journal().ended(worker);
        }
    }

    @Override
    public void lostIdle(WorkerLoss loss) {
        String what = "A worker was lost that ran nothing: worker=" + loss.worker();
        pool.journal()
                .callBack(
                        loss.worker(),
                        () -> pool.journal().report(what, new WorkerLostException(what, loss)));
    }

    @Override
    public void cannotStart(String message, Throwable cause) {
        pool.actions().breakDown(new WorkerStartException(message, cause));
    }

    @Override
    public Guest guest(Guest.Line line) {
        return new Client(pool, line);
    }

    @Override
    public void waitBegins(Worker worker) {
        pool.seats.waitBegins(worker);
    }

    @Override
    public void waitEnds(Worker worker) {
        pool.seats.waitEnds(worker);
    }

    @Override
    public long nanos() {
        return pool.time().nanos();
    }

    @Override
    public Alarm alarm(long afterNanos, Runnable action) {
        Timer.Alarm alarm = pool.timer().in(afterNanos, action);
        return alarm::cancel;
    }
}
