package io.manyhands.simulation;

import io.manyhands.spi.Answer;
import io.manyhands.spi.Job;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.Codec;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One worker process of a stage: a thread of the program that looks after it, and a thread of its
/// own that does the work and can die at each of its steps. For threads of the stage.
final class SimulatedProcess extends RemoteWorker {
    private final SimulatedProcesses backend;
    private final Stage stage;
    private final Thread life;
    private final Thread own;
    private final Lives lives;

    /// What was given to it and not answered.
    private @Nullable Call call;

    private boolean isIdle;
    private boolean isLeaving;

    /// Whether a call was lost by its death.
    private boolean hasLost;

    /// One call on its way.
    private static final class Call {
        private final @Nullable RemoteJob job;
        private final Parcel parcel;
        private final int attempt;
        private boolean hasBegun;
        private boolean isRecalled;
        private boolean isInterrupted;
        private @Nullable Answer answer;

        private Call(@Nullable RemoteJob job, Parcel parcel, int attempt) {
            this.job = job;
            this.parcel = parcel;
            this.attempt = attempt;
        }

        /// Whether it is at work as far as its job knows: what may not wait at a worker is begun
        /// when it is sent.
        private boolean isOn() {
            return answer == null && !isRecalled && (hasBegun || (job != null && !job.mayWait()));
        }
    }

    SimulatedProcess(SimulatedProcesses backend, String name) {
        super(backend.host(), name);
        this.backend = backend;
        this.stage = backend.stage();
        this.life = stage.unstarted(name + "-life", this::live);
        this.own = stage.unstarted(name, this::work);
        this.lives = new Lives(name, this::wake);
    }

    void start() {
        life.start();
    }

    void wake() {
        LockSupport.unpark(life);
    }

    /// Whether it waits for a job.
    boolean isIdle() {
        return isIdle;
    }

    // The program's side.

    private void live() {
        boolean wasTooMany = false;
        stage.start(own, lives);
        try {
            host().workerStarted(this);
            while (!lives.isDead()) {
                if (backend.isOver()) {
                    break;
                }
                if (backend.isTooMany()) {
                    wasTooMany = true;
                    break;
                }
                RemoteJob job = backend.poll();
                if (job == null) {
                    rest();
                } else {
                    serve(job);
                }
            }
            if (!lives.isDead()) {
                host().workerEnding(this);
            } else if (!hasLost && backend.isListenedTo()) {
                host().lostIdle(loss());
            }
        } finally {
            isLeaving = true;
            LockSupport.unpark(own);
            backend.left(this, wasTooMany);
        }
    }

    private void rest() {
        isIdle = true;
        LockSupport.park(this);
        isIdle = false;
        // It is nobody's.
        boolean _ = Thread.interrupted();
    }

    private void serve(RemoteJob job) {
        Parcel parcel = job.next(this, 1);
        if (parcel == null) {
            return;
        }
        if (job.isStream()) {
            backend.putLast(job);
        }
        Call sent = new Call(job, parcel, job.attempt());
        exchange(sent);
        Answer answer = sent.answer;
        if (answer != null) {
            job.answered(this, parcel, 0, answer);
            job.settle(parcel);
        } else if (sent.hasBegun) {
            hasLost = true;
            job.lost(this, parcel, 0, loss());
        } else if (!sent.isRecalled && job.handedBack(parcel, 0, 1)) {
            backend.putFirst(job);
        }
    }

    /// Gives it a call, and waits until that is answered, recalled or lost.
    private void exchange(Call sent) {
        call = sent;
        LockSupport.unpark(own);
        while (sent.answer == null && !sent.isRecalled && !lives.isDead()) {
            LockSupport.park(this);
            boolean _ = Thread.interrupted();
        }
        call = null;
    }

    private WorkerLoss loss() {
        return new WorkerLoss(
                name(),
                "signal SIGKILL (9)",
                OptionalInt.empty(),
                "SIGKILL",
                List.of(),
                null,
                null);
    }

    // The worker's side. Whatever is done between two waits or yields is one step: there it can
    // die.

    @SuppressWarnings("ThreadPriorityCheck") // the stage is the scheduler
    private void work() {
        CallRun run = new CallRun();
        while (!isLeaving) {
            Call next = call;
            if (next == null || next.hasBegun || next.isRecalled) {
                LockSupport.park(this);
                continue;
            }
            next.hasBegun = true;
            Thread.yield();
            boolean _ = Thread.interrupted();
            if (next.isInterrupted) {
                own.interrupt();
            }
            Answer answer = run.run(next.parcel);
            Thread.yield();
            next.answer = answer;
            // What came too late is not for the next.
            boolean _ = Thread.interrupted();
            wake();
        }
    }

    // What the pool asks.

    @Override
    @SuppressWarnings("ReferenceEquality") // a job is itself
    public int recall(RemoteJob job) {
        Call now = call;
        if (now == null || now.job != job || now.hasBegun || lives.isDead()) {
            return 0;
        }
        now.isRecalled = true;
        wake();
        return 1;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a job is itself
    public boolean hasBegun(RemoteJob job) {
        Call now = call;
        return now != null && now.job == job && now.isOn();
    }

    @Override
    public boolean hasTaken(RemoteJob job) {
        return hasBegun(job);
    }

    @Override
    public void kill(RemoteJob job, int attempt) {
        if (find(job, attempt) != null) {
            stage.kill(lives);
        }
    }

    @Override
    public void interrupt(Job job, int attempt) {
        Call now = find(job, attempt);
        if (now != null) {
            now.isInterrupted = true;
            if (now.hasBegun) {
                own.interrupt();
            }
        }
    }

    /// The call that it is on, if that is of a job.
    @SuppressWarnings("ReferenceEquality") // a job is itself
    private @Nullable Call find(Job job, int attempt) {
        Call now = call;
        boolean isIt =
                now != null
                        && now.job == job
                        && now.isOn()
                        && (attempt == 0 || now.attempt == attempt);
        return isIt ? now : null;
    }

    /// {@inheritDoc}
    ///
    /// The work goes on if the wait is interrupted, as in a real process.
    @Override
    public void perform(Parcel parcel, Receiver receiver) throws InterruptedException {
        Call sent = new Call(null, parcel, 0);
        call = sent;
        LockSupport.unpark(own);
        while (sent.answer == null && !lives.isDead()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.park(this);
        }
        call = null;
        if (sent.answer != null) {
            receiver.answered(sent.answer);
        }
    }

    /// Takes back what it has not begun.
    ///
    /// @return the job that is to be queued again; null if there is none
    @Nullable RemoteJob takeBack() {
        Call now = call;
        if (now == null || now.job == null || now.hasBegun || now.isRecalled || lives.isDead()) {
            return null;
        }
        now.isRecalled = true;
        wake();
        return now.job.handedBack(now.parcel, 0, 1) ? now.job : null;
    }

    /// Whether what it runs waits for other threads.
    boolean waitsForOthers() {
        Call now = call;
        return now != null && now.hasBegun && now.answer == null && stage.waitsForOthers(own);
    }

    @Override
    public Codec codec(ClassLoader loader) {
        return Codec.of(loader);
    }

    @Override
    public Thread thread() {
        return life;
    }

    @Override
    public @Nullable Job job() {
        Call now = call;
        return now == null || !now.isOn() ? null : now.job;
    }

    @Override
    public @Nullable Doing doing() {
        Call now = call;
        return now == null || !now.isOn() || now.job == null
                ? null
                : new Doing(now.job, now.parcel, 0);
    }
}
