package io.manyhands.simulation;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import io.manyhands.spi.Job;
import io.manyhands.spi.RemoteJob;
import io.manyhands.wire.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Worker processes as a stage plays them.
/* Each takes a job when it has nothing to do, one call at a time: no rings, no chunks, nothing waits
 * at a worker. What is the same as in real ones is what a program can tell: a task is begun before
 * it runs and answered after, what a dead process had begun is lost and what it had not is done by
 * others, another comes in its place, and values are copied.
 */
final class SimulatedProcesses implements Backend {
    /// How many more than there should be come at most for those that only wait.
    private static final int MOST_SPARES = 256;

    private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

    private final Host host;
    private final Stage stage;
    private final int count;
    private final boolean isListenedTo;
    private final ConcurrentLinkedDeque<RemoteJob> queue = new ConcurrentLinkedDeque<>();
    private final CopyOnWriteArrayList<SimulatedProcess> workers = new CopyOnWriteArrayList<>();
    private int wanted;
    private int started;
    private int leaving;
    private boolean isShutdown;

    /// Workers of a stage.
    ///
    /// @param isListenedTo whether somebody wants to know of those that die while they run nothing;
    ///   otherwise each would be logged
    SimulatedProcesses(Host host, Stage stage, int count, boolean isListenedTo) {
        this.host = host;
        this.stage = stage;
        this.count = count;
        this.isListenedTo = isListenedTo;
        this.wanted = count;
    }

    @Override
    public void open() {
        stage.mind(host.name() + "-", this::addSpare);
        // The timer's thread is the program's, whoever needs it first.
        boolean _ = host.alarm(NEVER_NANOS, () -> {}).cancel();
        staff();
    }

    @Override
    public String kind() {
        return "simulated processes";
    }

    @Override
    public int parallelism() {
        return count;
    }

    @Override
    public void execute(Job job) {
        if (isShutdown) {
            throw new RejectedExecutionException("Workers that were shut down take no jobs");
        }
        queue.add((RemoteJob) job);
        wakeOne();
    }

    @Override
    public boolean hasQueued() {
        return !queue.isEmpty();
    }

    @Override
    public List<Job> drain() {
        List<Job> jobs = new ArrayList<>();
        for (SimulatedProcess worker : workers) {
            RemoteJob back = worker.takeBack();
            if (back != null) {
                jobs.add(back);
            }
        }
        jobs.addAll(queue);
        queue.clear();
        return jobs;
    }

    @Override
    public Collection<SimulatedProcess> workers() {
        return workers;
    }

    @Override
    public void adjustSpares(int change) {
        wanted += change;
        staff();
        workers.forEach(SimulatedProcess::wake);
    }

    @Override
    public void shutdown() {
        isShutdown = true;
        workers.forEach(SimulatedProcess::wake);
    }

    @Override
    public void nudge() {
        wakeOne();
    }

    @Override
    public @Nullable Codec codec(ClassLoader loader) {
        return Codec.of(loader);
    }

    @Override
    public @Nullable SharedObjects shared() {
        int deaths = stage.deaths();
        if (deaths == 0) {
            return null;
        }
        return new SharedObjects() {
            @Override
            public <T> T shared(Blueprint<T> blueprint) {
                throw new UnsupportedOperationException(
                        "What tasks share must not be used by simulated processes that can die:"
                                + " deaths="
                                + deaths);
            }
        };
    }

    boolean isListenedTo() {
        return isListenedTo;
    }

    Host host() {
        return host;
    }

    Stage stage() {
        return stage;
    }

    /// The next job for a worker that has nothing to do; null if there is none now.
    @Nullable RemoteJob poll() {
        return queue.poll();
    }

    /// There is more of a job, for any worker.
    void putLast(RemoteJob job) {
        queue.addLast(job);
        wakeOne();
    }

    /// What was taken from the queue has not begun.
    void putFirst(RemoteJob job) {
        queue.addFirst(job);
        wakeOne();
    }

    /// Whether there is nothing more to do, ever.
    boolean isOver() {
        return isShutdown && queue.isEmpty();
    }

    /// Whether a worker that has nothing to do is one too many; it is counted as leaving then.
    boolean isTooMany() {
        if (workers.size() - leaving <= room()) {
            return false;
        }
        leaving++;
        return true;
    }

    /// A worker has ended.
    void left(SimulatedProcess worker, boolean wasTooMany) {
        workers.remove(worker);
        leaving -= wasTooMany ? 1 : 0;
        if (!isShutdown) {
            staff();
        }
        if (!queue.isEmpty()) {
            wakeOne();
        }
    }

    /// How many there may be: those that wait for others have another in their place.
    private int room() {
        int waiting = 0;
        for (SimulatedProcess worker : workers) {
            waiting += worker.waitsForOthers() ? 1 : 0;
        }
        return wanted + Math.min(waiting, MOST_SPARES);
    }

    private void staff() {
        while (!isShutdown && workers.size() < wanted) {
            addOne();
        }
    }

    private void addOne() {
        started++;
        SimulatedProcess worker = new SimulatedProcess(this, host.name() + "-worker-" + started);
        workers.add(worker);
        worker.start();
    }

    private void wakeOne() {
        for (SimulatedProcess worker : workers) {
            if (worker.isIdle()) {
                worker.wake();
                return;
            }
        }
    }

    /// Nobody can go on, though jobs wait: those who have one wait for others.
    private boolean addSpare() {
        if (isShutdown || queue.isEmpty() || workers.size() >= room()) {
            return false;
        }
        addOne();
        return true;
    }
}
