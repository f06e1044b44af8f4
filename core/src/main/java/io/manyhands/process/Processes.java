package io.manyhands.process;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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
 * A worker whose task waits for others is paused: it is sent nothing. There is a seat for one more
 * worker then, which is filled when there is something to do for it; see Seats. `spares` counts these
 * seats.
 *
 * Only the one who dispatches decides how many workers there are, so that nobody counts what another
 * is about to change. A worker that goes, in whatever way, is removed and then dispatches: whatever was
 * decided before, with it in mind, is looked at again.
 */
public final class Processes implements Backend {
    /// How often in a row a worker may fail to start.
    private static final int START_ATTEMPTS = 3;

    /// How long none is tried in place of one that has failed, while others are at work.
    private static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The same when there is no other, after the first failure; twice as long after each.
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// How many items are sent together at most.
    private static final int CHUNK = 256;

    /// How many spares are kept that nobody needs any more.
    private static final int MOST_RESTING = 2;

    /// How many parcels of a stream are sent before another job gets its turn.
    private static final int TURN = 64;

    private final Host host;
    private final int count;
    private final Workshop workshop;
    private final ConcurrentLinkedDeque<RemoteJob> queue = new ConcurrentLinkedDeque<>();
    // What the one who dispatches is about to send, or to put back.
    private final AtomicReference<@Nullable RemoteJob> inHand = new AtomicReference<>();
    private final CopyOnWriteArrayList<ProcessWorker> workers = new CopyOnWriteArrayList<>();
    private final Dispatcher dispatcher;
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger spares = new AtomicInteger();
    private final AtomicInteger failedStarts = new AtomicInteger();
    // How many have failed to start just now, while others were at work.
    private final AtomicInteger failedSpares = new AtomicInteger();
    // Whether a worker could not even have a thread, and somebody looks again after a while.
    private volatile boolean isStarved;
    // When that was: for the one who dispatches.
    private long starvedNanos;
    // How many rested at the last look, at least: for the one who dispatches.
    private int resting;
    // Whether a worker has died since the last look.
    private volatile boolean hasLost;
    private volatile boolean shutdown;
    private volatile @Nullable LaunchFailure broken;

    /// Makes the kind; nothing is started before [#open()].
    ///
    /// @param host the pool above
    /// @param count how many processes, at least 1
    /// @param shape what the processes are to be like
    /// @param launching what is to launch them
    public Processes(Host host, int count, ProcessShape shape, Launching launching) {
        this.host = host;
        this.count = count;
        this.workshop = new Workshop(host, shape, this, launching);
        this.dispatcher = new Dispatcher(this::sendAndStaff, this::startThread, this::callLives);
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
        return count;
    }

    @Override
    public Codec codec(ClassLoader loader) {
        return workshop.codec(loader);
    }

    @Override
    public void execute(Job job) {
        if (shutdown) {
            throw new RejectedExecutionException("Workers that were shut down take no jobs");
        }
        queue.add((RemoteJob) job);
        dispatch();
    }

    @Override
    public boolean hasQueued() {
        return !queue.isEmpty();
    }

    @Override
    public Collection<? extends Worker> workers() {
        return workers;
    }

    @Override
    public int up() {
        return staffed();
    }

    @Override
    public void adjustSpares(int change) {
        spares.addAndGet(change);
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
        shutdown = true;
        for (ProcessWorker worker : workers) {
            worker.leave();
        }
        if (alive.get() == 0) {
            workshop.close();
        }
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
                || !workshop.maySpin(busy() + atWork)) {
            return;
        }
        ProcessWorker worker = onlyBusy();
        if (worker != null) {
            worker.pollUntil(isOver);
        }
    }

    // Workers' lives.

    private void hire() {
        ProcessWorker worker = workshop.newWorker();
        worker.failuresBefore = failedStarts.get();
        alive.incrementAndGet();
        if (shutdown) {
            // Whoever shut down has seen this one, or is seen here: the door is closed either way.
            if (alive.decrementAndGet() == 0) {
                workshop.close();
            }
            return;
        }
        workers.add(worker);
        try {
            worker.start();
        } catch (Throwable noThread) {
            forget(worker);
            starved(worker, noThread);
            return;
        }
        if (shutdown) {
            // It may have come too late to be told.
            worker.leave();
        }
    }

    /// There is no thread for a worker: those that the others have look again after a while.
    private void starved(ProcessWorker worker, Throwable noThread) {
        if (!isAnyAtWork(worker)) {
            failed(
                    worker,
                    new LaunchFailure("A worker needs a thread: worker=" + worker, noThread));
        }
        if (alive.get() > 0) {
            starvedNanos = System.nanoTime();
            isStarved = true;
            callLives();
        }
    }

    /// Looks after what could not be done before.
    void retry() {
        hasLost = true;
        dispatch();
    }

    /// A worker's thread, which is about to end, stays while there is none for another.
    void replace(ProcessWorker worker) {
        worker.retire();
        retry();
        while (isStarved && !shutdown && broken == null) {
            LockSupport.parkNanos(FIRST_PAUSE_NANOS);
            boolean _ = Thread.interrupted();
            retry();
        }
    }

    /// A worker can take jobs now.
    void cameUp() {
        dispatch();
    }

    /// A worker has everything it needs.
    void ready() {
        failedStarts.set(0);
    }

    /// What a worker had not begun is to be done by others.
    void requeue(Collection<RemoteJob> jobs) {
        for (RemoteJob job : jobs) {
            queue.addFirst(job);
        }
    }

    /// A worker is gone: another comes in its place.
    void gone() {
        hasLost = true;
        dispatch();
    }

    /// How many there are, without those that leave or rest.
    private int staffed() {
        int staffed = 0;
        for (ProcessWorker worker : workers) {
            staffed += worker.isLeaving() || worker.isResting() ? 0 : 1;
        }
        return staffed;
    }

    /// Another comes: one that rests, or a new one.
    private void fill() {
        for (ProcessWorker worker : workers) {
            if (worker.isResting() && !worker.isLeaving()) {
                worker.rest(false);
                dispatch();
                return;
            }
        }
        hire();
    }

    /// Sees to it that there are enough workers: as many as were wanted at all times, and as many
    /// as there are seats while somebody waits for one. Lets those go that are not needed any more.
    /// For the one who dispatches.
    private void staff() {
        int seats = count + spares.get();
        if (seats == count && resting == 0 && workers.size() == count && !hasLost) {
            return;
        }
        hasLost = false;
        int staffed = 0;
        resting = 0;
        boolean isWaited = !queue.isEmpty();
        ProcessWorker idle = null;
        for (ProcessWorker worker : workers) {
            if (worker.isLeaving()) {
                continue;
            }
            if (worker.isResting()) {
                resting++;
                continue;
            }
            staffed++;
            isWaited |= worker.load() > 1;
            idle = worker.isIdle() ? worker : idle;
        }
        if (staffed > seats && idle != null) {
            letGo(idle);
        }
        if (isStarved && System.nanoTime() - starvedNanos < FIRST_PAUSE_NANOS) {
            return;
        }
        isStarved = false;
        boolean maySpare = isWaited && failedSpares.get() == 0;
        int wanted = maySpare ? Math.max(count, Math.min(seats, staffed + 1)) : count;
        while (staffed < wanted && !shutdown && broken == null && !isStarved) {
            fill();
            staffed++;
        }
    }

    private void letGo(ProcessWorker idle) {
        if (resting < MOST_RESTING) {
            resting++;
            idle.rest(true);
        } else {
            idle.leave();
        }
    }

    /// A worker could not be started: others are tried once it is forgotten, so often; as often as
    /// it takes while others are at work. Waits for a while. For its own thread.
    void neverUp(Life life, ProcessWorker worker, LaunchFailure failure) {
        if (!isAnyAtWork(worker)) {
            failed(worker, failure);
            if (broken == null) {
                life.awaitLeave(FIRST_PAUSE_NANOS << Math.max(0, failedStarts.get() - 1));
            }
            return;
        }
        failedSpares.incrementAndGet();
        // The others can do what it had.
        dispatch();
        try {
            life.awaitLeave(BACK_OFF_NANOS);
        } finally {
            failedSpares.decrementAndGet();
        }
    }

    /// Whether some worker other than this one does not wait.
    @SuppressWarnings("ReferenceEquality") // a worker is itself
    private boolean isAnyAtWork(ProcessWorker worker) {
        for (ProcessWorker other : workers) {
            if (other != worker && other.isAtWork() && !other.isLeaving() && !other.isResting()) {
                return true;
            }
        }
        return false;
    }

    /// Those that fail together count once.
    private void failed(ProcessWorker worker, LaunchFailure failure) {
        int before = worker.failuresBefore;
        if (!shutdown
                && failedStarts.compareAndSet(before, before + 1)
                && before + 1 >= START_ATTEMPTS) {
            broken = failure;
            host.cannotStart(sentence(failure), failure);
        }
    }

    private static String sentence(LaunchFailure failure) {
        return "A worker process could not be started: attempts="
                + START_ATTEMPTS
                + (", cause=" + failure.getMessage());
    }

    /// A worker's thread is about to end. The last one after the shutdown closes the door, while it
    /// can still be waited for.
    void forget(ProcessWorker worker) {
        try {
            if (alive.decrementAndGet() == 0 && shutdown) {
                workshop.close();
            }
        } finally {
            workers.remove(worker);
            dispatch();
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

    // Sending.

    /// Sends what can be sent, or has the one do it who is at it.
    void dispatch() {
        dispatcher.call();
    }

    private void sendAndStaff() {
        sendAll();
        staff();
    }

    private void startThread(Runnable rest) {
        Thread next = new Thread(null, rest, host.name() + "-dispatch", 0, false);
        next.setDaemon(true);
        next.start();
    }

    /// Has each worker's thread come by, as nobody else may.
    private void callLives() {
        for (ProcessWorker worker : workers) {
            worker.lookAround();
        }
    }

    /// Whether something is left undone that a worker's thread is to try again after a while.
    boolean isHelpWanted() {
        return dispatcher.isLeft() || isStarved;
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
                    queue.addFirst(job);
                }
                inHand.setRelease(null);
            }
            if (!isSent) {
                refuseIfBroken();
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

    /// Nobody will come for what has been queued after all attempts to start a worker had failed.
    private void refuseIfBroken() {
        LaunchFailure why = broken;
        if (why != null && alive.get() == 0) {
            host.cannotStart(sentence(why), why);
        }
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
            if (job.mayBePutOff() && isWorthWaiting(worker, job, waiting)) {
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
        int shares = worker.load() == 0 ? count : 1;
        return Math.clamp(((long) waiting + shares - 1) / shares, 1, CHUNK);
    }

    /// Whether a worker has enough to do for as long as it takes until more items wait, so that
    /// they can be sent together. Its answers lead here again.
    private static boolean isWorthWaiting(ProcessWorker worker, RemoteJob job, int waiting) {
        int enough = job.isFilling() ? CHUNK : Math.min(worker.load(), CHUNK / 2);
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
            } else if (fullest == null || worker.load() > fullest.load()) {
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
