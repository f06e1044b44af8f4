package io.manyhands.process;

import io.manyhands.room.HostRooms;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.ThreadImage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The thread that starts a worker process, waits for its end, and clears up after it.
/* The shared memory is made while the process comes up, and offered once the first call may be on
 * its way. The end of the process is what counts, and is waited for; the end of its pipe alone only
 * sets it a term. Whoever wants the process to end tells it so or kills it, and this thread sees the
 * end: there is one way to die.
 */
final class Life extends Thread {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);
    private static final long LAST_LINES_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ProcessWorker worker;
    private final Workshop workshop;
    private final Staffing staffing;
    private final int epoch;
    private final LifeState state = new LifeState(this);
    private final WorkerMemory memory = new WorkerMemory();
    private final Watch watch;

    Life(ProcessWorker worker, Workshop workshop, Staffing staffing, int epoch) {
        super(null, null, worker.name(), 0, false);
        setDaemon(true);
        this.worker = worker;
        this.workshop = workshop;
        this.staffing = staffing;
        this.epoch = epoch;
        this.watch = new Watch(new Leaving(worker), state, worker.flights(), workshop.shape());
    }

    /// For this thread.
    Watch watch() {
        return watch;
    }

    LifeState state() {
        return state;
    }

    WorkerMemory memory() {
        return memory;
    }

    @Override
    public void run() {
        Launch started = null;
        try {
            started = launch();
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
                state.over();
                end();
            }
        }
    }

    /// The process comes up while its launcher does.
    private Launch launch() throws LaunchFailure {
        try (WaitingShell shell = workshop.startShell()) {
            return workshop.launcher().launch(shell);
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
        state.prints(output);
        LaunchFailure failure = null;
        try {
            try {
                failure = comeUp(started, line);
                awaitExit(started, line);
                worker.tenure().gone();
                // Another can take its place before it is known what is lost.
                staffing.retry();
            } catch (Throwable unexpected) {
                failed(unexpected);
            }
            awaitEnd(started);
            tellRooms();
            conclude(started, output, line, failure);
        } finally {
            unmap(line);
        }
    }

    /// What the process held is somebody else's now.
    private static void tellRooms() {
        try {
            HostRooms.lookAll();
        } catch (Throwable failure) {
            // Those who wait look by themselves, if more seldom.
        }
    }

    private void failed(Throwable unexpected) {
        try {
            state.violated("A worker must be looked after: failure=" + unexpected);
        } catch (OutOfMemoryError shortage) {
            // It ends all the same.
        }
    }

    private @Nullable LaunchFailure comeUp(Launch started, Channel line) {
        if (!state.begin(started)) {
            started.killGroup();
        }
        line.start(workshop.allowance(), workshop.lateProperties());
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
        } else if (state.isGreeted()) {
            try {
                workshop.host().workerEnding(worker);
            } finally {
                tellJobs(rest, line, evidence);
            }
        } else {
            if (state.violation() != null || staffing.isAnyAtWork(worker)) {
                // The failure says that, and not what was printed; or nobody is told of it.
                output.letOut();
            }
            staffing.neverUp(worker, startFailure(evidence));
        }
    }

    /// Without the obituary nobody could be told: it is made as soon as there is memory for it.
    private void tellJobs(List<Call> rest, Channel line, ExitEvidence evidence) {
        Obituary obituary = null;
        LaunchFailure unfit = null;
        while (obituary == null) {
            try {
                unfit = unfitness(evidence);
                WorkerLoss loss = evidence.loss(getName(), state.violation(), threads());
                obituary = new Obituary(worker, loss);
            } catch (OutOfMemoryError again) {
                Shortage.pause();
            }
        }
        worker.died(rest, line, obituary, unfit);
    }

    private static void awaitEnd(Launch started) {
        boolean isKilled = false;
        while (!isKilled || started.process().isAlive()) {
            try {
                if (!isKilled) {
                    started.killGroup();
                    isKilled = true;
                }
                boolean _ = started.awaitExit(LifeState.TERM_NANOS);
            } catch (OutOfMemoryError again) {
                Shortage.pause();
            }
        }
    }

    private @Nullable List<ThreadImage> threads() {
        try {
            return state.threads().images();
        } catch (Throwable noMemory) {
            return List.of();
        }
    }

    /// Tasks need to be told even if there is no memory for the reasons.
    private static ExitEvidence evidence(Launch started, WorkerOutput output) {
        try {
            return ExitEvidence.collect(started, output, LAST_LINES_NANOS);
        } catch (Throwable failure) {
            return bareEvidence(started);
        }
    }

    private static ExitEvidence bareEvidence(Launch started) {
        while (true) {
            try {
                return new ExitEvidence(started.process().exitValue(), List.of(), null);
            } catch (OutOfMemoryError again) {
                Shortage.pause();
            }
        }
    }

    private void unmap(Channel line) {
        line.release();
        memory.close();
    }

    /// Why another would be of no more use than this one: it could not have the memory, or ended by
    /// itself in its start action or before it was given anything to do.
    private @Nullable LaunchFailure unfitness(ExitEvidence evidence) {
        LaunchFailure unshared = state.unshared();
        if (unshared != null) {
            return unshared;
        }
        boolean isUnfit =
                worker.tenure().isOpen()
                        ? state.isOwnEnd() && worker.sending().isUnused()
                        : !state.isLeaving();
        return isUnfit ? startFailure(evidence) : null;
    }

    private LaunchFailure startFailure(ExitEvidence evidence) {
        String broken = state.violation();
        return broken == null
                ? evidence.startFailure(getName())
                : new LaunchFailure(
                        "A worker process must keep to the protocol: worker="
                                + getName()
                                + (", violation=" + broken));
    }

    /// Makes the memory, lets the worker have its first call, and then the memory.
    private @Nullable LaunchFailure share(Channel line) {
        try {
            memory.make(workshop, getName(), epoch);
        } catch (LaunchFailure failure) {
            return failure;
        }
        if (state.awaitGreeting()) {
            worker.up(line);
            workshop.host().workerStarted(worker);
            if (worker.tenure().isResting()) {
                workshop.host().warmUp(worker);
            }
            open(line);
        }
        return null;
    }

    /// One that has not outlived its start action never came up.
    private void open(Channel line) {
        if (!state.isLineEnded() && state.isAlive()) {
            worker.open();
            memory.offer(line);
        }
    }

    private void awaitExit(Launch started, Channel line) {
        long termNanos = workshop.graceNanos() + LifeState.TERM_NANOS;
        boolean told = false;
        state.waits();
        while (started.process().isAlive()) {
            try {
                if (!state.isLeaving()) {
                    awaitExitOrTurn(started);
                } else if (!told) {
                    told = true;
                    takeLeave(line);
                } else if (!started.process().waitFor(termNanos, TimeUnit.NANOSECONDS)) {
                    started.killGroup();
                }
            } catch (InterruptedException again) {
                // Somebody wants it to leave: look again.
            }
        }
        state.waitsNoMore();
    }

    /// While something is wanted that others could not do, this thread looks after it, too.
    private void awaitExitOrTurn(Launch started) throws InterruptedException {
        long pauseNanos = watch.pauseNanos();
        if (workshop.processes().isHelpWanted()) {
            boolean _ = started.process().waitFor(HELP_NANOS, TimeUnit.NANOSECONDS);
            if (pauseNanos == 0) {
                watch.look();
            }
            staffing.retry();
        } else if (pauseNanos < 0) {
            int _ = started.process().waitFor();
        } else if (!started.process().waitFor(pauseNanos, TimeUnit.NANOSECONDS)) {
            watch.look();
        }
    }

    /// Lets the process do what it has to do at its end, and then end.
    private void takeLeave(Channel line) {
        if (state.isGreeted()) {
            workshop.host().workerEnding(worker);
            worker.left();
            // On a thread of its own: the pipe of a worker that is stopped may be full.
            Duration grace = Duration.ofNanos(workshop.graceNanos());
            Thread farewell =
                    new Thread(null, () -> line.close(grace), getName() + "-farewell", 0, false);
            farewell.setDaemon(true);
            farewell.start();
        } else {
            state.kill();
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
                Shortage.pause();
            }
        }
    }

    /// A class, since the first lambda of a program takes long, and its first workers are waited
    /// for.
    private record Leaving(ProcessWorker worker) implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            return worker.dismissal().makeWay();
        }
    }
}
