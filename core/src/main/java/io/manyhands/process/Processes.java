package io.manyhands.process;

import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import io.manyhands.spi.Job;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.Worker;
import io.manyhands.wire.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Worker processes: JVMs of their own that run the same program's tasks. Thread-safe.
/* Jobs wait in one queue. Whoever adds to it, and whoever takes an answer, then calls `dispatch()`;
 * one at a time does the work, and nobody waits for anybody: see Dispatcher.
 *
 * A job goes to the worker that has least in flight. Several may be on their way to one worker
 * (see Pace), so that it need not wait for the next; those that it has not begun are taken back when
 * another worker has nothing to do.
 *
 * How many workers there are is for Staffing to see to.
 */
public final class Processes implements Backend {
    /// How many items are sent together at most.
    private static final int CHUNK = 256;

    /// How many items that are fed quickly are sent in one go at least, in chunks: each go wakes
    /// workers, and each of them the program.
    private static final int FILL = 16 * CHUNK;

    /// How many parcels of a stream are sent before another job gets its turn.
    private static final int TURN = 64;

    private final Host host;
    private final Terms terms;
    private final Workshop workshop;
    private final ConcurrentLinkedDeque<RemoteJob> queue = new ConcurrentLinkedDeque<>();
    // What the one who dispatches is about to send, or to put back.
    private final AtomicReference<@Nullable RemoteJob> inHand = new AtomicReference<>();
    private final Staffing staffing;
    // Those of the staffing.
    private final CopyOnWriteArrayList<ProcessWorker> workers;
    private final Dispatcher dispatcher;

    /// Makes the kind; nothing is started before [#open()].
    ///
    /// @param host the pool above
    /// @param terms how many processes, and how long each stays
    /// @param shape what the processes are to be like
    /// @param launching what is to launch them
    public Processes(Host host, Terms terms, ProcessShape shape, Launching launching) {
        this.host = host;
        this.terms = terms;
        this.workshop = new Workshop(host, shape, this, launching);
        this.staffing = new Staffing(this, workshop, terms);
        this.workers = staffing.workers();
        this.dispatcher =
                new Dispatcher(this::sendAndStaff, this::startThread, staffing::callLives);
    }

    @Override
    public void open() {
        dispatch();
    }

    @Override
    public String kind() {
        return "processes";
    }

    @Override
    public int parallelism() {
        return terms.count();
    }

    @Override
    public Codec codec(ClassLoader loader) {
        return workshop.codec(loader);
    }

    @Override
    public SharedObjects shared() {
        return workshop.room();
    }

    @Override
    public void execute(Job job) {
        if (staffing.isShutdown()) {
            throw new RejectedExecutionException("Workers that were shut down take no jobs");
        }
        queue.add((RemoteJob) job);
        dispatch();
    }

    @Override
    public boolean hasQueued() {
        return !queue.isEmpty();
    }

    /// The process of one job.
    ///
    /// @return the one of [Terms#once()]; null if there is none, or no job has come
    public @Nullable OneProcess only() {
        ProcessWorker worker = staffing.only();
        return worker == null ? null : new OneProcess(worker);
    }

    /// How many calls are queued.
    ///
    /// @param most how many matter
    int queued(int most) {
        int queued = 0;
        for (RemoteJob job : queue) {
            if (queued >= most) {
                break;
            }
            queued += Math.max(0, Math.min(most, job.waiting()));
        }
        return queued;
    }

    @Override
    public Collection<? extends Worker> workers() {
        return workers;
    }

    @Override
    public int up() {
        return staffing.staffed();
    }

    @Override
    public void adjustSpares(int change) {
        staffing.adjustSpares(change);
    }

    @Override
    public List<Job> drain() {
        Set<RemoteJob> jobs = new LinkedHashSet<>();
        for (ProcessWorker worker : workers) {
            jobs.addAll(worker.takeBack(Integer.MAX_VALUE));
        }
        do {
            for (RemoteJob job = queue.poll(); job != null; job = queue.poll()) {
                jobs.add(job);
            }
            // A task that is sent all the same knows; a stream is to look for itself, see below.
            RemoteJob held = inHand.getAcquire();
            if (held != null && !held.isStream()) {
                jobs.add(held);
            }
            // What is in nobody's hand any more may be in the queue again.
        } while (!queue.isEmpty());
        // A stream that was out of the queue for a moment is to look for itself.
        dispatch();
        return new ArrayList<>(jobs);
    }

    @Override
    public void shutdown() {
        staffing.shutdown();
    }

    @Override
    public void nudge() {
        dispatch();
    }

    @Override
    public void helpUntil(BooleanSupplier isOver, int atWork) {
        for (ProcessWorker worker : workers) {
            if (worker.load() > 0) {
                worker.poll();
            }
        }
        // A virtual thread that yields while it looks may not be let go on by those who wait.
        if (isOver.getAsBoolean()
                || Thread.currentThread().isVirtual()
                || !Workshop.maySpin(busy() + atWork)) {
            return;
        }
        ProcessWorker worker = onlyBusy();
        if (worker != null) {
            worker.pollUntil(isOver);
        }
    }

    /// What a worker had not begun is to be done by others.
    void requeue(List<RemoteJob> jobs) {
        for (int i = 0; i < jobs.size(); i++) {
            putFirst(jobs.get(i));
        }
    }

    /// Nobody else has it: it is there as soon as there is memory for it.
    private void putFirst(RemoteJob job) {
        while (true) {
            try {
                queue.addFirst(job);
                return;
            } catch (OutOfMemoryError again) {
                Shortage.pause();
            }
        }
    }

    /// A class loader is gone, so no worker needs what stands for it there.
    void forgetLoader(int loader) {
        for (ProcessWorker worker : workers) {
            worker.forgetLoader(loader);
        }
    }

    private int busy() {
        int busy = 0;
        for (ProcessWorker worker : workers) {
            busy += worker.load() > 0 ? 1 : 0;
        }
        return busy;
    }

    private @Nullable ProcessWorker onlyBusy() {
        for (ProcessWorker worker : workers) {
            if (worker.load() > 0) {
                return worker;
            }
        }
        return null;
    }

    /// A worker has answered something: a job, if it is open.
    void answered(ProcessWorker worker) {
        if (worker.tenure().isOpen()) {
            staffing.worked();
        }
    }

    // Sending.

    /// Sends what can be sent, or has the one do it who is at it.
    void dispatch() {
        dispatcher.call();
    }

    private void sendAndStaff() {
        sendAll();
        staffing.staff();
    }

    private void startThread(Runnable rest) {
        Thread next = new Thread(null, rest, host.name() + "-dispatch", 0, false);
        next.setDaemon(true);
        next.start();
    }

    /// Whether something is left undone that a worker's thread is to try again after a while.
    boolean isHelpWanted() {
        return dispatcher.isLeft() || staffing.isStarved();
    }

    private void sendAll() {
        while (true) {
            RemoteJob job = takeInHand();
            if (job == null) {
                if (!rebalance()) {
                    return;
                }
                continue;
            }
            boolean isSent = false;
            try {
                isSent = send(job);
            } finally {
                if (!isSent) {
                    putFirst(job);
                }
                inHand.setRelease(null);
            }
            if (!isSent) {
                staffing.refuseIfBroken();
                return;
            }
        }
    }

    /// Takes the first job out of the queue, and has it in hand before that: so who drains finds it
    /// here or there.
    private @Nullable RemoteJob takeInHand() {
        RemoteJob job = queue.peekFirst();
        while (job != null) {
            inHand.setRelease(job);
            if (queue.removeFirstOccurrence(job)) {
                return job;
            }
            job = queue.peekFirst();
        }
        inHand.setRelease(null);
        return null;
    }

    /// Sends what a job has, for a turn.
    ///
    /// @return false if no worker can take it now
    private boolean send(RemoteJob job) {
        int left = TURN;
        while (left > 0) {
            ProcessWorker worker = leastLoaded(job.mayWait());
            if (worker == null) {
                return false;
            }
            int waiting = job.waiting();
            boolean isFilling = left == TURN && job.isFilling();
            if (job.mayBePutOff() && isWorthWaiting(worker, isFilling, waiting)) {
                return false;
            }
            switch (worker.take(job, share(worker, waiting))) {
                case NOTHING -> {
                    return true;
                }
                case FULL -> {
                    // Another may have room.
                }
                case TAKEN -> {
                    left--;
                    if (!job.isStream()) {
                        return true;
                    }
                }
            }
        }
        queue.add(job);
        return true;
    }

    /// How many of what waits a worker is sent: all, if all workers have something to do.
    private int share(ProcessWorker worker, int waiting) {
        int shares = worker.load() == 0 ? terms.count() : 1;
        return Math.clamp(((long) waiting + shares - 1) / shares, 1, CHUNK);
    }

    /// Whether a worker has enough to do for as long as it takes until more items wait, so that
    /// they can be sent together. Its answers lead here again.
    ///
    /// @param isFilling whether more wait within moments, and none was sent in this go
    private static boolean isWorthWaiting(ProcessWorker worker, boolean isFilling, int waiting) {
        int enough = isFilling ? FILL : Math.min(worker.load(), CHUNK / 2);
        return waiting > 0 && waiting < enough;
    }

    private @Nullable ProcessWorker leastLoaded(boolean mayWait) {
        ProcessWorker best = null;
        int least = Integer.MAX_VALUE;
        for (ProcessWorker worker : workers) {
            int load = worker.load();
            if (load < least && worker.canTake(mayWait)) {
                best = worker;
                least = load;
            }
        }
        return best;
    }

    /// Takes back some of what waits behind others, if a worker has nothing to do.
    ///
    /// @return whether there is something in the queue now
    private boolean rebalance() {
        ProcessWorker idle = null;
        ProcessWorker fullest = null;
        for (ProcessWorker worker : workers) {
            if (worker.load() == 0 && worker.canTake(true)) {
                idle = worker;
            } else if (!worker.tenure().isLeaving()
                    && (fullest == null || worker.load() > fullest.load())) {
                fullest = worker;
            }
        }
        if (idle == null || fullest == null || fullest.load() < 2) {
            return false;
        }
        requeue(fullest.takeBack(fullest.load() / 2));
        return !queue.isEmpty();
    }
}
