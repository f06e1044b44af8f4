package io.manyhands.local;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import io.manyhands.spi.Job;
import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.Worker;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed number of platform threads over one queue, with room for spares.
///
/// The threads are daemons, so that one that is stuck cannot keep the JVM from ending; the pool's
/// timer thread, which is none, keeps it alive while there is work.
/* Who runs jobs holds a permit (JobQueue); a thread without one waits in `idle`, first come first
 * called. So the number of permits can go up and down without threads being started and ended each
 * time: a spare that is not needed any more waits a while for the next who lends its seat.
 *
 * A thread that finds no job puts itself into `idle` before it gives its permit back: who takes the
 * permit finds a thread there, and starts a new one only for a permit that none has held before.
 */
public final class PlatformThreads implements Backend {
    private static final long SPARE_KEEP_NANOS = 1_000_000_000;

    /// A thread that waits for a job. The job is written by the one who has taken it out of `idle`,
    /// read and cleared by the thread itself.
    private static final class Seat {
        private final LocalWorker worker;
        private volatile @Nullable Job job;

        private Seat(LocalWorker worker, Job first) {
            this.worker = worker;
            this.job = first;
        }
    }

    private final Host host;
    private final int count;
    private final JobQueue queue;
    private final Deque<Seat> idle = new ConcurrentLinkedDeque<>();
    private final Set<LocalWorker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private final AtomicInteger alive = new AtomicInteger();
    private final ForkThreads forks;
    private volatile boolean shutdown;

    /// Makes the kind; threads are started as jobs come.
    ///
    /// @param host the pool above
    /// @param count how many threads, at least 1
    public PlatformThreads(Host host, int count) {
        this.host = host;
        this.count = count;
        this.queue = new JobQueue(count, this::hand);
        this.forks = new ForkThreads(host, count);
    }

    @Override
    public String kind() {
        return "threads";
    }

    @Override
    public int parallelism() {
        return count;
    }

    @Override
    public void execute(Job job) {
        if (shutdown) {
            throw new RejectedExecutionException("Workers that were shut down take no jobs");
        }
        queue.add(job);
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
        LocalWorker own = LocalWorker.served();
        if (own != null && forks.has(own)) {
            forks.adjustSpares(change);
        } else {
            queue.change(change);
        }
    }

    @Override
    public boolean runsForks(Worker worker) {
        return forks.has(worker);
    }

    @Override
    public void adjustSpares(Worker stuck, int change) {
        if (forks.has(stuck)) {
            forks.adjustSpares(change);
        } else {
            queue.change(change);
        }
    }

    @Override
    public ForkJoinPool forkThreads() {
        return forks.pool();
    }

    @Override
    public Collection<LocalWorker> forkWorkers() {
        return forks.workers();
    }

    @Override
    public void shutdown() {
        shutdown = true;
        forks.shutdown();
        idle.forEach(seat -> LockSupport.unpark(seat.worker.thread()));
    }

    private void hand(Job job) {
        Seat seat = idle.pollLast();
        if (seat == null) {
            start(job);
        } else {
            seat.job = job;
            LockSupport.unpark(seat.worker.thread());
        }
    }

    private void start(Job first) {
        LocalWorker worker = null;
        alive.incrementAndGet();
        try {
            worker = new LocalWorker(host, host.name() + "-worker-" + started.incrementAndGet());
            // In the seat and not in the thread's work, which is kept for as long as the thread.
            Seat seat = new Seat(worker, first);
            Thread thread =
                    worker.bind(
                            Thread.ofPlatform()
                                    .name(worker.name())
                                    .daemon(true)
                                    .unstarted(() -> live(seat)));
            worker.runs(first);
            workers.add(worker);
            thread.start();
        } catch (Throwable noThread) {
            if (worker != null) {
                workers.remove(worker);
            }
            alive.decrementAndGet();
            queue.putBack(first);
            throw noThread;
        }
    }

    // In the worker's thread.

    private void live(Seat seat) {
        try {
            seat.worker.live(() -> runAll(seat));
        } finally {
            workers.remove(seat.worker);
        }
    }

    private void runAll(Seat seat) {
        Job job = take(seat);
        while (job != null) {
            // What came between two jobs is for neither.
            boolean _ = Thread.interrupted();
            job.run();
            // Not in a second variable: who rests keeps nothing of what he has run.
            job = queue.next();
            if (job == null) {
                job = rest(seat);
            }
        }
    }

    private static @Nullable Job take(Seat seat) {
        Job job = seat.job;
        seat.job = null;
        return job;
    }

    /// Gives the permit back and waits for a job, which comes with a permit.
    ///
    /// @return the job, or null to leave
    private @Nullable Job rest(Seat seat) {
        idle.addFirst(seat);
        try {
            queue.change(1);
        } catch (Throwable noThread) {
            // The job is in the queue again, for whoever is next to end his.
        }
        boolean waited = false;
        while (seat.job == null) {
            if (mayLeave(waited) && idle.removeFirstOccurrence(seat)) {
                alive.decrementAndGet();
                return null;
            }
            if (alive.get() > count) {
                LockSupport.parkNanos(this, SPARE_KEEP_NANOS);
                waited = true;
            } else {
                LockSupport.park(this);
            }
            boolean _ = Thread.interrupted();
        }
        return take(seat);
    }

    private boolean mayLeave(boolean waited) {
        return shutdown || (waited && alive.get() > count);
    }
}
