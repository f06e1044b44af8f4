package io.manyhands.process;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who works for a pool: starts as many workers as are wanted, replaces those that are gone, and
/// lets those rest or leave that are not needed. Thread-safe.
/* Only the one who dispatches decides how many there are, so that nobody counts what another is about
 * to change: see Roster. A worker that goes, in whatever way, is removed and then dispatches: whatever
 * was decided before, with it in mind, is looked at again.
 *
 * There is a seat for one more while a worker waits for others or is stuck (see Seats), which is filled
 * when there is something to do for it.
 */
final class Staffing {
    private final Processes processes;
    private final Workshop workshop;
    private final Terms terms;
    private final Consumer<ProcessWorker> starter;
    private final FailedStarts failures;
    private final CopyOnWriteArrayList<ProcessWorker> workers = new CopyOnWriteArrayList<>();
    private final Roster roster;
    // How many have a thread, or are about to.
    private final AtomicInteger alive = new AtomicInteger();
    // How many seats there are above the count.
    private final AtomicInteger spares = new AtomicInteger();
    // Whether a worker could not even have a thread, and somebody looks again after a while.
    private volatile boolean isStarved;
    // For the one who dispatches: when that was.
    private long starvedNanos;
    // Whether a worker has died since the last look.
    private volatile boolean hasLost;
    // The one for one job; written by the one who dispatches.
    private volatile @Nullable ProcessWorker only;
    private volatile boolean shutdown;

    Staffing(Processes processes, Workshop workshop, Terms terms) {
        this(processes, workshop, terms, ProcessWorker::start);
    }

    /// @param starter gives a worker its thread, or throws
    Staffing(Processes processes, Workshop workshop, Terms terms, Consumer<ProcessWorker> starter) {
        this.processes = processes;
        this.workshop = workshop;
        this.terms = terms;
        this.starter = starter;
        this.roster = new Roster(terms, workers, workshop.host(), this::retry);
        this.failures =
                new FailedStarts(
                        workshop.host(),
                        System::nanoTime,
                        terms.isOnce() ? 1 : FailedStarts.MOST_ATTEMPTS);
    }

    // How many.

    /// All that have a thread.
    CopyOnWriteArrayList<ProcessWorker> workers() {
        return workers;
    }

    /// The one for one job, if there are such terms and the job has come.
    @Nullable ProcessWorker only() {
        return only;
    }

    /// How many there are, without those that leave or rest.
    int staffed() {
        int staffed = 0;
        for (ProcessWorker worker : workers) {
            Tenure tenure = worker.tenure();
            staffed += tenure.isLeaving() || tenure.isResting() ? 0 : 1;
        }
        return staffed;
    }

    /// Makes room for more or fewer.
    void adjustSpares(int change) {
        spares.addAndGet(change);
    }

    /// Sees to it that there are enough workers: as many as were wanted at all times, and as many
    /// as there are seats while somebody waits for one. Lets those go that are not needed any more,
    /// or have been there for long enough. For the one who dispatches.
    void staff() {
        int seats = terms.count() + spares.get();
        if (!hasLost && roster.isSettled(workers.size(), seats)) {
            return;
        }
        hasLost = false;
        boolean mayGrow = failures.maySpare();
        if (roster.arrange(seats, processes.queued(seats), mayGrow)) {
            processes.dispatch();
        }
        // If there is none, nobody would look again.
        if (isStarved
                && alive.get() > 0
                && System.nanoTime() - starvedNanos < FailedStarts.FIRST_PAUSE_NANOS) {
            return;
        }
        isStarved = false;
        hire(roster.missing(), false);
        if (mayGrow) {
            hire(roster.missingResting(), true);
        }
    }

    private void hire(int number, boolean rests) {
        for (int left = number; left > 0 && !isClosed() && !isStarved; left--) {
            hire(rests);
        }
    }

    /// The one for one job has died before it began that. While it is there it may tell more.
    private void refuseAnother() {
        if (workers.isEmpty()) {
            failures.add(
                    failures.inARow(),
                    new LaunchFailure("A process of one task must live until it begins the task"),
                    false);
        }
    }

    /// Whether no other worker comes.
    private boolean isClosed() {
        return shutdown || failures.areTooMany();
    }

    private void hire(boolean rests) {
        if (only != null) {
            refuseAnother();
            return;
        }
        ProcessWorker worker = workshop.newWorker(this, failures.inARow());
        only = terms.isOnce() ? worker : null;
        worker.tenure().rest(rests);
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
            worker.state().lookAround();
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

    /// The terms of all.
    Terms terms() {
        return terms;
    }

    /// A worker can take jobs.
    ///
    /// @param nanos how long it took to come up
    void cameUp(long nanos) {
        roster.cameUp(nanos);
        processes.dispatch();
    }

    /// A worker has everything it needs.
    void ready() {
        failures.forget();
    }

    /// A worker that can take jobs has answered one.
    void worked() {
        failures.worked();
    }

    /// A worker could not be started: others are tried once it is forgotten, so often; as often as
    /// it takes while others are at work. Waits for a while. For its own thread.
    void neverUp(ProcessWorker worker, LaunchFailure failure) {
        worker.tenure().hold(true);
        if (!isAnyAtWork(worker)) {
            failed(worker, failure, true);
            // One that rests can take its place.
            processes.dispatch();
            if (!failures.areTooMany()) {
                worker.state().awaitLeave(failures.pauseNanos());
            }
            return;
        }
        failures.putOff();
        // The others can do what it had.
        processes.dispatch();
        try {
            worker.state().awaitLeave(FailedStarts.BACK_OFF_NANOS);
        } finally {
            failures.resume();
        }
    }

    private void failed(ProcessWorker worker, LaunchFailure failure, boolean mayRepeat) {
        if (!shutdown) {
            failures.add(worker.failuresBefore(), failure, mayRepeat && !terms.isOnce());
        }
    }

    /// Whether some worker other than this one does not wait.
    @SuppressWarnings("ReferenceEquality") // a worker is itself
    boolean isAnyAtWork(ProcessWorker worker) {
        for (ProcessWorker other : workers) {
            if (other != worker && other.tenure().isAtWork()) {
                return true;
            }
        }
        return false;
    }

    /// A worker's thread, which is about to end, stays while there is none for another.
    void replace(ProcessWorker worker) {
        worker.tenure().leave();
        worker.tenure().hold(false);
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
