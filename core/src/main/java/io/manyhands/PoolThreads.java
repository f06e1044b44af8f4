package io.manyhands;

import io.manyhands.spi.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The threads of a pool, to be waited for at its end: those that run users' code take as long as
/// they take, unless the pool is being stopped; the others have nothing more to do. Thread-safe.
final class PoolThreads {
    private final Pool pool;
    private final Seats seats;
    private final Helpers helpers;
    private final Duration grace;

    PoolThreads(Pool pool, Seats seats, Helpers helpers, Duration grace) {
        this.pool = pool;
        this.seats = seats;
        this.helpers = helpers;
        this.grace = grace;
    }

    /// Waits for workers and callbacks to be gone.
    void awaitUsers() {
        new Joining(pool, grace).joinAll(this::users);
    }

    /// Waits for all of them to be gone.
    ///
    /// @return whether it was interrupted meanwhile
    boolean awaitAll() {
        Joining joining = new Joining(pool, grace);
        joining.joinAll(this::users);
        List<Thread> own = new ArrayList<>(helpers.threads(Helpers.Role.FEEDER));
        own.addAll(helpers.threads(Helpers.Role.WATCHER));
        Thread ringing = pool.timer().thread();
        if (ringing != null) {
            own.add(ringing);
        }
        List<Thread> _ = joining.joinForGrace(own);
        // Only now have all of them been told that nothing more comes.
        joining.joinForGrace(helpers.threads(Helpers.Role.LISTENER)).forEach(Thread::interrupt);
        return joining.wasInterrupted();
    }

    private List<Thread> users() {
        List<Thread> threads = new ArrayList<>(helpers.threads(Helpers.Role.CALLBACK));
        pool.backend().workers().forEach(worker -> addUnlessStuck(worker, threads));
        pool.backend().forkWorkers().forEach(worker -> addUnlessStuck(worker, threads));
        return threads;
    }

    private void addUnlessStuck(Worker worker, List<Thread> threads) {
        if (!seats.isStuck(worker)) {
            threads.add(worker.thread());
        }
    }
}
