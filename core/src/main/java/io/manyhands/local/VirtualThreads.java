package io.manyhands.local;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import io.manyhands.spi.Job;
import io.manyhands.spi.LocalWorker;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// One virtual thread a job (JEP 444), at most so many at once as the limit says.
public final class VirtualThreads implements Backend {
    private final Host host;
    private final int limit;
    private final Set<LocalWorker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    // Used only when there is a limit.
    private final JobQueue queue;
    private volatile boolean shutdown;

    /// Makes the kind.
    ///
    /// @param host the pool above
    /// @param limit how many jobs at once, at least 1; [Integer#MAX_VALUE] for no limit
    public VirtualThreads(Host host, int limit) {
        this.host = host;
        this.limit = limit;
        this.queue = new JobQueue(limit, this::start);
    }

    @Override
    public String kind() {
        return "virtual";
    }

    @Override
    public int parallelism() {
        return limit;
    }

    @Override
    public void execute(Job job) {
        if (shutdown) {
            throw new RejectedExecutionException("Workers that were shut down take no jobs");
        }
        if (isUnlimited()) {
            start(job);
        } else {
            queue.add(job);
        }
    }

    @Override
    public boolean hasQueued() {
        return !queue.isEmpty();
    }

    @Override
    public List<Job> drain() {
        return queue.drain();
    }

    @Override
    public Collection<LocalWorker> workers() {
        return workers;
    }

    @Override
    public void adjustSpares(int change) {
        if (!isUnlimited()) {
            queue.change(change);
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    private boolean isUnlimited() {
        return limit == Integer.MAX_VALUE;
    }

    private void start(Job job) {
        LocalWorker worker =
                new LocalWorker(host, host.name() + "-worker-" + started.incrementAndGet());
        Thread thread =
                worker.bind(
                        Thread.ofVirtual().name(worker.name()).unstarted(() -> live(worker, job)));
        worker.runs(job);
        workers.add(worker);
        thread.start();
    }

    private void live(LocalWorker worker, Job job) {
        try {
            worker.live(job);
        } finally {
            // What comes next is known before this one is gone, so that nobody sees none at all.
            if (!isUnlimited()) {
                queue.change(1);
            }
            workers.remove(worker);
        }
    }
}
