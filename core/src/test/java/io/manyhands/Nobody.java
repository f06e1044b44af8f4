package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Job;
import io.manyhands.spi.Worker;
import io.manyhands.wire.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Workers elsewhere that take nothing.
final class Nobody implements Backend {
    private final List<Job> queue = new ArrayList<>();

    @Override
    public String kind() {
        return "nobody";
    }

    @Override
    public int parallelism() {
        return 1;
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
        List<Job> drained = List.copyOf(queue);
        queue.clear();
        return drained;
    }

    @Override
    public Collection<? extends Worker> workers() {
        return List.of();
    }

    @Override
    public void adjustSpares(int change) {}

    @Override
    public void shutdown() {}

    @Override
    public Codec codec(ClassLoader loader) {
        return Codec.of(loader);
    }
}
