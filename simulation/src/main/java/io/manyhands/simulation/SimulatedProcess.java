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
        private @Nullable Answer answer;

        private Call(@Nullable RemoteJob job, Parcel parcel, int attempt) {
            this.job = job;
            this.parcel = parcel;
            this.attempt = attempt;
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
        stage.start(own, lives);
        try {
            host().workerStarted(this);
            while (!lives.isDead() && !isToLeave()) {
                RemoteJob job = backend.poll();
                if (job == null) {
                    rest();
                } else {
                    serve(job);
                }
            }
            if (!lives.isDead()) {
                host().workerEnding(this);
            } else if (!hasLost) {
                host().lostIdle(loss());
            }
        } finally {
            isLeaving = true;
            LockSupport.unpark(own);
            backend.left(this);
        }
    }

    private boolean isToLeave() {
        return backend.isLeaving() && !backend.hasQueued();
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
        return now != null && now.job == job && now.hasBegun && now.answer == null;
    }

    @Override
    public boolean hasTaken(RemoteJob job) {
        return hasBegun(job);
    }

    @Override
    public void kill(RemoteJob job, int attempt) {
        if (isAt(job, attempt)) {
            stage.kill(lives);
        }
    }

    @Override
    public void interrupt(Job job, int attempt) {
        if (isAt(job, attempt)) {
            own.interrupt();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a job is itself
    private boolean isAt(Job job, int attempt) {
        Call now = call;
        return now != null
                && now.job == job
                && now.hasBegun
                && now.answer == null
                && (attempt == 0 || now.attempt == attempt);
    }

    @Override
    public void perform(Parcel parcel, Receiver receiver) {
        Call sent = new Call(null, parcel, 0);
        exchange(sent);
        if (sent.answer != null) {
            receiver.answered(sent.answer);
        }
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
        return now == null || !now.hasBegun ? null : now.job;
    }

    @Override
    public @Nullable Doing doing() {
        Call now = call;
        return now == null || !now.hasBegun || now.job == null
                ? null
                : new Doing(now.job, now.parcel, 0);
    }
}
