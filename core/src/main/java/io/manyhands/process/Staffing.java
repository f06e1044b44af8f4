package io.manyhands.process;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Who works for a pool: starts as many workers as are wanted, replaces those that are gone, and
/// lets those rest or leave that are not needed. Thread-safe.
/* Only the one who dispatches decides how many there are, so that nobody counts what another is about
 * to change. A worker that goes, in whatever way, is removed and then dispatches: whatever was decided
 * before, with it in mind, is looked at again.
 *
 * There is a seat for one more while a worker waits for others or is stuck (see Seats), which is filled
 * when there is something to do for it.
 */
final class Staffing {
    /// How many spares are kept that nobody needs any more.
    private static final int MOST_RESTING = 2;

    private final Processes processes;
    private final Workshop workshop;
    private final int count;
    private final Consumer<ProcessWorker> starter;
    private final FailedStarts failures;
    private final CopyOnWriteArrayList<ProcessWorker> workers = new CopyOnWriteArrayList<>();
    // How many have a thread, or are about to.
    private final AtomicInteger alive = new AtomicInteger();
    // How many seats there are above the count.
    private final AtomicInteger spares = new AtomicInteger();
    // Whether a worker could not even have a thread, and somebody looks again after a while.
    private volatile boolean isStarved;
    // Both for the one who dispatches: when that was; how many rested at the last look, at least.
    private long starvedNanos;
    private int resting;
    // Whether a worker has died since the last look.
    private volatile boolean hasLost;
    private volatile boolean shutdown;

    Staffing(Processes processes, Workshop workshop, int count) {
        this(processes, workshop, count, ProcessWorker::start);
    }

    /// @param starter gives a worker its thread, or throws
    Staffing(Processes processes, Workshop workshop, int count, Consumer<ProcessWorker> starter) {
        this.processes = processes;
        this.workshop = workshop;
        this.count = count;
        this.starter = starter;
        this.failures = new FailedStarts(workshop.host(), System::nanoTime);
    }

    // How many.

    /// All that have a thread.
    CopyOnWriteArrayList<ProcessWorker> workers() {
        return workers;
    }

    /// How many there are, without those that leave or rest.
    int staffed() {
        int staffed = 0;
        for (ProcessWorker worker : workers) {
            staffed += worker.isLeaving() || worker.isResting() ? 0 : 1;
        }
        return staffed;
    }

    /// Makes room for more or fewer.
    void adjustSpares(int change) {
        spares.addAndGet(change);
    }

    /// Sees to it that there are enough workers: as many as were wanted at all times, and as many
    /// as there are seats while somebody waits for one. Lets those go that are not needed any more.
    /// For the one who dispatches.
    void staff() {
        int seats = count + spares.get();
        if (seats == count && resting == 0 && workers.size() == count && !hasLost) {
            return;
        }
        hasLost = false;
        int staffed = 0;
        resting = 0;
        boolean isWaited = processes.hasQueued();
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
        // If there is none, nobody would look again.
        if (isStarved
                && alive.get() > 0
                && System.nanoTime() - starvedNanos < FailedStarts.FIRST_PAUSE_NANOS) {
            return;
        }
        isStarved = false;
        boolean maySpare = isWaited && failures.maySpare();
        int wanted = maySpare ? Math.max(count, Math.min(seats, staffed + 1)) : count;
        while (staffed < wanted && !isClosed() && !isStarved) {
            fill();
            staffed++;
        }
    }

    /// Whether no other worker comes.
    private boolean isClosed() {
        return shutdown || failures.areTooMany();
    }

    private void letGo(ProcessWorker idle) {
        if (resting < MOST_RESTING) {
            resting++;
            idle.rest(true);
        } else {
            idle.leave();
        }
    }

    /// Another comes: one that rests, or a new one.
    private void fill() {
        for (ProcessWorker worker : workers) {
            if (worker.isResting() && !worker.isLeaving()) {
                worker.rest(false);
                processes.dispatch();
                return;
            }
        }
        hire();
    }

    private void hire() {
        ProcessWorker worker = workshop.newWorker(this, failures.inARow());
        alive.incrementAndGet();
        if (shutdown) {
            // Whoever shut down has seen this one, or is seen here: the door is closed either way.
            if (alive.decrementAndGet() == 0) {
                workshop.close();
            }
            return;
        }
        try {
            workers.add(worker);
            starter.accept(worker);
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

    // Without a thread.

    /// There is no thread for a worker: those that the others have look again after a while.
    private void starved(ProcessWorker worker, Throwable noThread) {
        if (!isAnyAtWork(worker)) {
            failed(
                    worker,
                    new LaunchFailure("A worker needs a thread: worker=" + worker, noThread),
                    alive.get() > 0);
        }
        if (alive.get() > 0) {
            starvedNanos = System.nanoTime();
            isStarved = true;
            callLives();
        }
    }

    /// Has each worker's thread come by, as nobody else may.
    void callLives() {
        for (ProcessWorker worker : workers) {
            worker.lookAround();
        }
    }

    /// Whether a worker is wanted that could not have a thread.
    boolean isStarved() {
        return isStarved;
    }

    /// Looks after what could not be done before.
    void retry() {
        hasLost = true;
        processes.dispatch();
    }

    // What workers tell.

    /// A worker has everything it needs.
    void ready() {
        failures.forget();
    }

    /// A worker could not be started: others are tried once it is forgotten, so often; as often as
    /// it takes while others are at work. Waits for a while. For its own thread.
    void neverUp(ProcessWorker worker, LaunchFailure failure) {
        if (!isAnyAtWork(worker)) {
            failed(worker, failure, true);
            if (!failures.areTooMany()) {
                worker.awaitLeave(failures.pauseNanos());
            }
            return;
        }
        failures.putOff();
        // The others can do what it had.
        processes.dispatch();
        try {
            worker.awaitLeave(FailedStarts.BACK_OFF_NANOS);
        } finally {
            failures.resume();
        }
    }

    private void failed(ProcessWorker worker, LaunchFailure failure, boolean mayRepeat) {
        if (!shutdown) {
            failures.add(worker.failuresBefore(), failure, mayRepeat);
        }
    }

    /// Whether some worker other than this one does not wait.
    @SuppressWarnings("ReferenceEquality") // a worker is itself
    boolean isAnyAtWork(ProcessWorker worker) {
        for (ProcessWorker other : workers) {
            if (other != worker && other.isAtWork() && !other.isLeaving() && !other.isResting()) {
                return true;
            }
        }
        return false;
    }

    /// A worker's thread, which is about to end, stays while there is none for another.
    void replace(ProcessWorker worker) {
        worker.retire();
        retry();
        while (isStarved && !isClosed()) {
            LockSupport.parkNanos(FailedStarts.FIRST_PAUSE_NANOS);
            boolean _ = Thread.interrupted();
            retry();
        }
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
            processes.dispatch();
        }
    }

    // The end.

    /// Nobody will come for what has been queued after all attempts to start a worker had failed.
    void refuseIfBroken() {
        if (alive.get() == 0) {
            failures.tellAgain();
        }
    }

    boolean isShutdown() {
        return shutdown;
    }

    /// Lets all leave once they have done what they do; no other comes.
    void shutdown() {
        shutdown = true;
        for (ProcessWorker worker : workers) {
            worker.leave();
        }
        if (alive.get() == 0) {
            workshop.close();
        }
    }
}
