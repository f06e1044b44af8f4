package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Job;
import io.manyhands.spi.LocalWorker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Workers that run nothing by themselves: the trial does. Thread-safe.
final class QueueOnly implements Backend {
    private final int workers;
    private final Queue<Job> queue = new ConcurrentLinkedQueue<>();

    QueueOnly(int workers) {
        this.workers = workers;
    }

    /// Takes a job out.
    ///
    /// @return the first, or null if there is none
    @Nullable Job poll() {
        return queue.poll();
    }

    @Override
    public String kind() {
        return "stress";
    }

    @Override
    public int parallelism() {
        return workers;
    }

    @Override
    public void execute(Job job) {
        queue.add(job);
    }

    @Override
    public boolean hasQueued() {
        return !queue.isEmpty();
    }

    @Override
    public List<Job> drain() {
        return new ArrayList<>();
    }

    @Override
    public Collection<LocalWorker> workers() {
        return List.of();
    }

    @Override
    public void adjustSpares(int change) {}

    @Override
    public void shutdown() {}
}
