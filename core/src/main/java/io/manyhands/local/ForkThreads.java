package io.manyhands.local;

import io.manyhands.spi.ForkThread;
import io.manyhands.spi.Host;
import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.Worker;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The threads of platform workers that run what is forked: a [ForkJoinPool], with as many threads
/// as there are workers, each a worker of its own. Made when something is forked. Thread-safe.
final class ForkThreads {
    private static final int MOST_THREADS = 1 << 15;
    private static final long KEEP_SECONDS = 60;

    private final Host host;
    private final int count;
    private final Set<LocalWorker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ForkJoinPool pool;
    // Guarded by the lock.
    private int spares;

    ForkThreads(Host host, int count) {
        this.host = host;
        this.count = Math.min(count, MOST_THREADS / 2);
    }

    private final class Own extends ForkThread {
        private final LocalWorker worker;

        Own(ForkJoinPool own, @Nullable ClassLoader loader) {
            super(own);
            worker = new LocalWorker(host, host.name() + "-fork-" + started.incrementAndGet());
            Thread _ = worker.bind(this);
            setName(worker.name());
            setContextClassLoader(loader);
            workers.add(worker);
        }

        @Override
        public void start() {
            try {
                super.start();
            } catch (Throwable noThread) {
                workers.remove(worker);
                throw noThread;
            }
        }

        @Override
        protected void onStart() {
            worker.begin();
        }

        @Override
        protected void onTermination(@Nullable Throwable failure) {
            worker.end();
        }

        @Override
        @SuppressWarnings("DoNotCall") // it is this thread
        public void run() {
            try {
                super.run();
            } finally {
                workers.remove(worker);
            }
        }
    }

    Collection<LocalWorker> workers() {
        return workers;
    }

    ForkJoinPool pool() {
        ForkJoinPool known = pool;
        return known == null ? make() : known;
    }

    private ForkJoinPool make() {
        lock.lock();
        try {
            ForkJoinPool known = pool;
            if (known == null) {
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                // A thread that waits for what others run has one in its place, or none if that
                // cannot be had: what is waited for is being run by somebody in any case.
                known =
                        new ForkJoinPool(
                                count,
                                own -> new Own(own, loader),
                                null,
                                false,
                                0,
                                MOST_THREADS,
                                count,
                                _ -> true,
                                KEEP_SECONDS,
                                TimeUnit.SECONDS);
                pool = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    boolean has(Worker worker) {
        return worker instanceof LocalWorker own && workers.contains(own);
    }

    /// Makes room for more or fewer threads, in place of some that are stuck or that wait for what
    /// is no fork.
    void adjustSpares(int change) {
        ForkJoinPool known = pool();
        lock.lock();
        try {
            spares += change;
            int _ = known.setParallelism(Math.min(MOST_THREADS, count + Math.max(0, spares)));
        } finally {
            lock.unlock();
        }
        if (change > 0) {
            // It looks for a thread only when something comes.
            known.execute(() -> {});
        }
    }

    /// No job is left, but for what is stuck.
    void shutdown() {
        ForkJoinPool known = pool;
        if (known != null) {
            List<Runnable> _ = known.shutdownNow();
        }
    }
}
