package io.manyhands.process;

import io.manyhands.memory.ChannelMemory;
import io.manyhands.memory.SharedFile;
import io.manyhands.spi.WorkerLoss;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The thread that starts a worker process, waits for its end, and clears up after it.
/* The shared memory is made while the process comes up, and offered once the first call may be on
 * its way. The end of the process is what counts, and is waited for; the end of its pipe alone only
 * sets it a term. Whoever wants the process to end tells it so or kills it, and this thread sees the
 * end: there is one way to die.
 */
final class Life extends Thread {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long TERM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);
    private static final long LAST_LINES_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ProcessWorker worker;
    private final Workshop workshop;
    private final Staffing staffing;
    private final int epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by the lock.
    private @Nullable Launch launch;
    private boolean greeted;
    private boolean lineEnded;
    private boolean mapped;
    private boolean leaving;
    private boolean waiting;
    private @Nullable String violation;
    private @Nullable LaunchFailure unshared;
    // This thread's own, but for `mapped`.
    private volatile @Nullable SharedFile memory;
    private @Nullable ChannelMemory unoffered;

    Life(ProcessWorker worker, Workshop workshop, Staffing staffing, int epoch) {
        super(null, null, worker.name(), 0, false);
        setDaemon(true);
        this.worker = worker;
        this.workshop = workshop;
        this.staffing = staffing;
        this.epoch = epoch;
    }

    @Override
    public void run() {
        Launch started = null;
        try {
            started = workshop.launcher().launch();
            live(started, workshop.listenTo(worker, started));
        } catch (LaunchFailure failure) {
            staffing.neverUp(worker, failure);
        } catch (Throwable failure) {
            String message = "A worker process must be startable: worker=" + getName();
            staffing.neverUp(worker, new LaunchFailure(message, failure));
        } finally {
            try {
                if (started != null) {
                    started.close();
                }
            } finally {
                end();
            }
        }
    }

    private void end() {
        try {
            staffing.replace(worker);
        } finally {
            staffing.forget(worker);
        }
    }

    private void live(Launch started, WorkerOutput output) {
        Channel line =
                new Channel(
                        getName(),
                        epoch,
                        new Channel.Pipes(
                                started.fromWorker(), started.toWorker(), started::openBell),
                        workshop.definitions(),
                        worker.receiving());
        LaunchFailure failure = null;
        try {
            try {
                failure = comeUp(started, line);
                awaitExit(started, line);
            } catch (Throwable unexpected) {
                violated("A worker must be looked after: failure=" + unexpected);
            }
            started.killGroup();
            awaitEnd(started);
            conclude(started, output, line, failure);
        } finally {
            unmap(line);
        }
    }

    private @Nullable LaunchFailure comeUp(Launch started, Channel line) {
        if (!begin(started)) {
            started.killGroup();
        }
        line.start(workshop.lateProperties());
        LaunchFailure failure = share(line);
        if (failure != null) {
            started.killGroup();
        }
        return failure;
    }

    /// The process has ended: whoever waits for it is told.
    private void conclude(
            Launch started, WorkerOutput output, Channel line, @Nullable LaunchFailure failure) {
        List<Call> rest = lastCalls(line);
        ExitEvidence evidence = evidence(started, output);
        if (failure != null) {
            staffing.neverUp(worker, failure);
        } else if (isGreeted()) {
            try {
                workshop.host().workerEnding(worker);
            } finally {
                worker.died(rest, line, loss(evidence), unfitness(evidence));
            }
        } else {
            staffing.neverUp(worker, startFailure(evidence));
        }
    }

    private static void awaitEnd(Launch started) {
        while (started.process().isAlive()) {
            boolean _ = started.awaitExit(TERM_NANOS);
        }
    }

    /// Tasks need to be told even if there is no memory for the reasons.
    private static ExitEvidence evidence(Launch started, WorkerOutput output) {
        try {
            return ExitEvidence.collect(started, output, LAST_LINES_NANOS);
        } catch (Throwable failure) {
            return new ExitEvidence(started.process().exitValue(), List.of(), null);
        }
    }

    private void unmap(Channel line) {
        line.release();
        SharedFile shared = memory;
        if (shared != null) {
            deleteQuietly(shared);
            shared.close();
        }
    }

    /// Why another would be of no more use than this one: it could not have the memory, or ended by
    /// itself before it was given anything to do.
    private @Nullable LaunchFailure unfitness(ExitEvidence evidence) {
        boolean isUnused = worker.isUnused();
        lock.lock();
        try {
            if (unshared != null) {
                return unshared;
            }
            boolean isOwnEnd = !mapped && !leaving && isUnused;
            return isOwnEnd ? startFailure(evidence) : null;
        } finally {
            lock.unlock();
        }
    }

    private LaunchFailure startFailure(ExitEvidence evidence) {
        String broken = violation();
        return broken == null
                ? evidence.startFailure(getName())
                : new LaunchFailure(
                        "A worker process must keep to the protocol: worker="
                                + getName()
                                + (", violation=" + broken));
    }

    /// @return false if it is to end before it has begun
    private boolean begin(Launch started) {
        lock.lock();
        try {
            launch = started;
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    /// Makes the memory, lets the worker have its first call, and then the memory.
    private @Nullable LaunchFailure share(Channel line) {
        try {
            SharedFile file = workshop.newMemory(epoch);
            memory = file;
            unoffered = workshop.layOut(file, epoch);
        } catch (IOException | RuntimeException failure) {
            return new LaunchFailure(
                    "A worker process needs shared memory: worker="
                            + getName()
                            + (", cause=" + failure.getMessage()),
                    failure);
        }
        if (awaitGreeting()) {
            worker.up(line);
            workshop.host().workerStarted(worker);
            worker.open();
            offerRings(line);
        }
        return null;
    }

    /// Lets the worker have the memory, unless it was offered: best after the first call was sent,
    /// if that goes by pipe. For this thread.
    void offerRings(Channel line) {
        SharedFile file = memory;
        ChannelMemory rings = unoffered;
        unoffered = null;
        if (file != null && rings != null) {
            line.offer(file.path(), rings);
        }
    }

    private boolean awaitGreeting() {
        long end = System.nanoTime() + START_NANOS;
        lock.lock();
        try {
            long left = START_NANOS;
            while (!greeted && !lineEnded && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException told) {
                    // It is to leave, and so its process is being killed.
                    left = end - System.nanoTime();
                }
            }
            Launch started = launch;
            if (started != null && greeted) {
                started.hasStarted();
            } else if (started != null && !lineEnded) {
                violation = "no greeting within a minute";
                started.killGroup();
            }
            return greeted;
        } finally {
            lock.unlock();
        }
    }

    private void awaitExit(Launch started, Channel line) {
        boolean told = false;
        lock.lock();
        try {
            waiting = true;
        } finally {
            lock.unlock();
        }
        while (started.process().isAlive()) {
            try {
                if (!isLeaving()) {
                    awaitExitOrTurn(started);
                } else if (!told) {
                    told = true;
                    takeLeave(line);
                } else if (!started.process()
                        .waitFor(workshop.graceNanos() + TERM_NANOS, TimeUnit.NANOSECONDS)) {
                    started.killGroup();
                }
            } catch (InterruptedException again) {
                // Somebody wants it to leave: look again.
            }
        }
    }

    /// While something is wanted that others could not do, this thread looks after it, too.
    private void awaitExitOrTurn(Launch started) throws InterruptedException {
        if (workshop.processes().isHelpWanted()) {
            boolean _ = started.process().waitFor(HELP_NANOS, TimeUnit.NANOSECONDS);
            staffing.retry();
        } else {
            int _ = started.process().waitFor();
        }
    }

    /// Lets the process do what it has to do at its end, and then end.
    private void takeLeave(Channel line) {
        if (isGreeted()) {
            workshop.host().workerEnding(worker);
            worker.left();
            // On a thread of its own: the pipe of a worker that is stopped may be full.
            Duration grace = Duration.ofNanos(workshop.graceNanos());
            Thread farewell =
                    new Thread(null, () -> line.close(grace), getName() + "-farewell", 0, false);
            farewell.setDaemon(true);
            farewell.start();
        } else {
            kill();
        }
    }

    /// Without these nobody can tell what had begun: there is no way round them.
    private static List<Call> lastCalls(Channel line) {
        while (true) {
            try {
                return line.drainAfterDeath(LAST_ANSWERS);
            } catch (InterruptedException again) {
                // Nobody has a reason to interrupt what is nearly done.
            } catch (OutOfMemoryError again) {
                LockSupport.parkNanos(HELP_NANOS);
            }
        }
    }

    private WorkerLoss loss(ExitEvidence evidence) {
        String broken = violation();
        int signal = evidence.signal();
        return new WorkerLoss(
                getName(),
                evidence.describe() + (broken == null ? "" : ", violation=" + broken),
                signal == 0 ? OptionalInt.of(evidence.exitStatus()) : OptionalInt.empty(),
                signal == 0 ? null : Signals.name(signal),
                evidence.lastLines(),
                evidence.fatalErrorLog());
    }

    private static void deleteQuietly(SharedFile file) {
        try {
            file.delete();
        } catch (IOException failure) {
            // The directory it is in goes too, sooner or later.
        }
    }

    // Told by the channel.

    void greeted() {
        lock.lock();
        try {
            greeted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The worker has the memory: its name is not needed any more.
    void mapped() {
        lock.lock();
        try {
            mapped = true;
        } finally {
            lock.unlock();
        }
        SharedFile file = memory;
        if (file != null) {
            deleteQuietly(file);
        }
    }

    /// The pipe has ended: the process is about to, or has lost its wits.
    void lineEnded(@Nullable String broken) {
        Launch started;
        lock.lock();
        try {
            lineEnded = true;
            violation = violation == null ? broken : violation;
            started = launch;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (started != null && (broken != null || !started.awaitExit(TERM_NANOS))) {
            started.killGroup();
        }
    }

    /// The worker has broken a rule, and cannot be believed any more.
    void violated(String broken) {
        lock.lock();
        try {
            violation = violation == null ? broken : violation;
        } finally {
            lock.unlock();
        }
        kill();
    }

    /// The worker cannot have the memory, and is of no use without.
    void mapFailed(String reason) {
        lock.lock();
        try {
            unshared =
                    new LaunchFailure(
                            "A worker process needs shared memory: worker="
                                    + getName()
                                    + (", cause=" + reason));
        } finally {
            lock.unlock();
        }
        kill();
    }

    // Told by others.

    /// Ends the process now.
    void kill() {
        Launch started;
        lock.lock();
        try {
            started = launch;
        } finally {
            lock.unlock();
        }
        if (started != null) {
            started.killGroup();
        }
    }

    /// Lets the process end when its current call is done; at once if it is not up.
    void leave() {
        boolean isUp;
        boolean isToBeTold;
        lock.lock();
        try {
            if (leaving) {
                return;
            }
            leaving = true;
            changed.signalAll();
            isUp = greeted;
            // A start action is let end.
            isToBeTold = waiting;
        } finally {
            lock.unlock();
        }
        if (!isUp) {
            kill();
        }
        if (isToBeTold) {
            interrupt();
        }
    }

    /// Has this thread look whether help is wanted, if it waits for the end of a process.
    void lookAround() {
        lock.lock();
        try {
            if (waiting && !leaving) {
                interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is told to leave, but no longer than that. For this thread.
    void awaitLeave(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!leaving && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException told) {
            // It is to leave.
        } finally {
            lock.unlock();
        }
    }

    boolean isLineEnded() {
        lock.lock();
        try {
            return lineEnded;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLeaving() {
        lock.lock();
        try {
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGreeted() {
        lock.lock();
        try {
            return greeted;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String violation() {
        lock.lock();
        try {
            return violation;
        } finally {
            lock.unlock();
        }
    }
}
