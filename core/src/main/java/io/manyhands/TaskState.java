package io.manyhands;

import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteJob;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.spi.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has a submitted task, how it is told to stop, and how it ends. [PendingTask] is how it
/// waits, and [TaskRun] how it is run.
/* Two things are decided apart. The *outcome* (see Completion) is set once, by whoever is first:
 * the worker, a cancel, a deadline, the end of a grace period. The *phase* says who has the task:
 *
 *   QUEUED --claim--> CLAIMED --work returns--> ENDING --> LEFT
 *     |  ^               |                        |
 *     |  +---------------|---- to run again ------+
 *     +--withdrawn--> LEFT
 *                        +--grace period over--> STUCK
 *
 * The pool counts a task until its phase is LEFT or STUCK; every arrow into these two is a
 * compare-and-set (or made by the only thread that can), and whoever makes it says so to the pool.
 *
 * A worker claims and then looks whether there is an outcome already; a cancel first takes the task
 * out of the queue, or back from the worker that has not begun it. If it cannot, it sets the outcome
 * and then looks at the phase: one of them sees the other, so a queued task that was cancelled never
 * begins, and a running one is interrupted.
 *
 * An interrupt must hit this attempt and nothing that the worker does next, and so must the end of
 * a grace period. Who brings one sets `interrupting`, looks whether the phase is still CLAIMED, by
 * the same attempt, acts, and clears `interrupting`. The worker counts the attempt before it claims;
 * it leaves CLAIMED first, then waits while `interrupting` is set (a few instructions), and clears
 * its thread's status.
 *
 * Deadline and stop meet a task between two attempts in the same way: they look at the phase after
 * the moment has come, the worker looks at the moment after it has set QUEUED again.
 *
 * Field         written by                          read by
 * phase         worker, canceller, timer            anyone
 * worker        the worker, before it claims        anyone
 * attempts, begun  the worker                       anyone
 * interrupting  interrupters, the worker            the same
 * stop          timer, shutdownNow; cleared by the worker
 * body          the submitter; cleared by who ends the task's life
 */
abstract class TaskState<T extends @Nullable Object> extends OutcomeFuture<T> implements RemoteJob {
    /// Why a running task was told to stop, other than a cancel.
    enum Stop {
        TIMEOUT,
        DEADLINE,
        SHUTDOWN,
        SCOPE
    }

    static final int QUEUED = 0;
    static final int CLAIMED = 1;
    static final int ENDING = 2;
    static final int LEFT = 3;
    static final int STUCK = 4;

    static final int ANY_ATTEMPT = 0;

    private static final VarHandle PHASE;
    private static final VarHandle INTERRUPTING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PHASE = lookup.findVarHandle(TaskState.class, "phase", int.class);
            INTERRUPTING = lookup.findVarHandle(TaskState.class, "interrupting", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    volatile int phase;
    volatile int attempts;

    // Counts what was claimed, also if it was handed back; written by who claims.
    volatile int claims;

    volatile boolean begun;
    volatile @Nullable Worker worker;
    volatile @Nullable Stop stop;
    // Whether its worker elsewhere was ended because it did not stop by itself.
    volatile boolean isKilled;
    // How often it was tried since its turn came: the worker's own.
    int tries;
    private volatile boolean interrupting;
    private volatile Timer.@Nullable Alarm grace;
    private Timer.@Nullable Alarm limit;

    TaskState(Pool pool, Settings settings) {
        super(pool, settings);
    }

    // What it is.

    @Override
    public final Optional<String> worker() {
        Worker own = worker;
        return attempts() == 0 || own == null ? Optional.empty() : Optional.of(own.name());
    }

    @Override
    public final int attempts() {
        int number = attempts;
        return phase == CLAIMED && isWaitingElsewhere() ? number - 1 : number;
    }

    @Override
    boolean isRunning() {
        int now = phase;
        return now == ENDING || (now == CLAIMED && !isWaitingElsewhere());
    }

    @Override
    final @Nullable Worker runningOn() {
        return isRunning() ? worker : null;
    }

    @Override
    final void look() {
        if (worker instanceof RemoteWorker elsewhere) {
            StackRoom.ensure();
            elsewhere.look();
        }
    }

    /// Whether it was sent to a worker that has not begun it.
    private boolean isWaitingElsewhere() {
        if (worker instanceof RemoteWorker elsewhere && mayWait() && !isStream()) {
            // A future may be looked at, or printed, from any depth.
            StackRoom.ensure();
            return !elsewhere.hasBegun(this);
        }
        return false;
    }

    /// Whether it was ever run, were it only once of several attempts.
    final boolean hasBegun() {
        return begun;
    }

    /// The worker that claimed it.
    final Worker claimer() {
        return Objects.requireNonNull(worker);
    }

    /// Whether statistics and events know it as a task.
    boolean isCounted() {
        return true;
    }

    /// Whether it is not to be begun any more, since its scope was cancelled.
    boolean isCalledOff() {
        return false;
    }

    final boolean movesPhase(int from, int to) {
        return PHASE.compareAndSet(this, from, to);
    }

    // Stopping.

    /// Tells a running task to stop, and ends it when the grace period is over.
    final void stop(Stop why) {
        interruptAndWatch(why, ANY_ATTEMPT);
    }

    private void timeoutReached(int attempt) {
        interruptAndWatch(Stop.TIMEOUT, attempt);
    }

    /// Tells the work to stop, and what is to be done about it when the grace period is over.
    final void interruptAndWatch(@Nullable Stop why, int attempt) {
        RemoteWorker elsewhere = null;
        int number = 0;
        lockInterrupts();
        try {
            if (isClaimed(attempt)) {
                number = claims;
                int current = number;
                stop = stop == null ? why : stop;
                if (grace == null) {
                    grace = pool.timer().in(pool.graceNanos(), () -> graceOver(current));
                }
                if (worker instanceof RemoteWorker remote) {
                    elsewhere = remote;
                } else {
                    Objects.requireNonNull(worker).interrupt(this, number);
                }
            }
        } finally {
            interrupting = false;
        }
        // A worker elsewhere finds out by itself whether it runs this attempt still.
        if (elsewhere != null) {
            interruptWork(elsewhere, number);
        }
    }

    private void graceOver(int attempt) {
        boolean isStuck = false;
        RemoteWorker elsewhere = null;
        lockInterrupts();
        try {
            if (isClaimed(attempt) && worker instanceof RemoteWorker remote) {
                isKilled = true;
                elsewhere = remote;
            } else if (isClaimed(attempt)) {
                isStuck = movesPhase(CLAIMED, STUCK);
            }
        } finally {
            interrupting = false;
        }
        if (elsewhere != null) {
            killWork(elsewhere, attempt);
        }
        if (isStuck) {
            boolean _ = endWith(stoppedEnd(false));
            try {
                pool.stuck(this, Objects.requireNonNull(worker));
            } finally {
                depart();
            }
        }
    }

    private boolean isClaimed(int attempt) {
        return phase == CLAIMED && (attempt == ANY_ATTEMPT || attempt == claims);
    }

    private void lockInterrupts() {
        while (!INTERRUPTING.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
    }

    final void settleInterrupt(Worker own) {
        while (interrupting) {
            Thread.onSpinWait();
        }
        Timer.Alarm alarm = grace;
        if (alarm != null) {
            grace = null;
            alarm.cancel();
        }
        if (own instanceof LocalWorker) {
            boolean _ = Thread.interrupted();
        }
    }

    @Override
    public int attempt() {
        return claims;
    }

    @Override
    public String name(Parcel parcel) {
        return name();
    }

    @Override
    public long number(Parcel parcel) {
        return id();
    }

    void interruptWork(RemoteWorker own, int attempt) {
        own.interrupt(this, attempt);
    }

    void killWork(RemoteWorker own, int attempt) {
        own.kill(this, attempt);
    }

    final void begin(Worker own, int number) {
        tries++;
        begun = true;
        pool.journal().started(this, own, number);
        long nanos = pool.isBorrowed() ? 0 : settings.timeoutNanos();
        int claim = claims;
        limit = nanos == 0 ? null : pool.timer().in(nanos, () -> timeoutReached(claim));
        if (pool.isStopping()) {
            stop(Stop.SHUTDOWN);
        } else if (isCalledOff()) {
            stop(Stop.SCOPE);
        }
    }

    final void disarm() {
        Timer.Alarm timeout = limit;
        if (timeout != null) {
            limit = null;
            timeout.cancel();
        }
    }

    static void rests(Worker own) {
        if (own instanceof LocalWorker thread) {
            thread.runs(null);
        }
    }

    // Ends.

    /// Keeps in mind how a run failed, before anyone can see that it has ended.
    void noteFailure(Ended ended) {}

    /// Reports how a run failed, if no future shows it.
    void reportFailure(Ended ended) {}

    final boolean endWith(Object end) {
        TaskStatus status = Ended.statusOf(end);
        int counts = isCounted() ? 1 : 0;
        if (end instanceof Ended ended && status != TaskStatus.CANCELLED) {
            noteFailure(ended);
        }
        // Counted first, so that who sees the end sees it counted.
        pool.journal().counters().ended(status, counts);
        if (!end(end)) {
            pool.journal().counters().ended(status, -counts);
            return false;
        }
        if (end instanceof Ended ended && status != TaskStatus.CANCELLED) {
            reportFailure(ended);
        }
        pool.ended(this, status);
        return true;
    }

    /// Leaves the pool: called once, by whoever has set the phase to LEFT or STUCK.
    abstract void depart();

    final Object decide(Object end) {
        boolean isOwnEnd = stop == null || (stop == Stop.SHUTDOWN && !isKilled);
        if (isOwnEnd) {
            return end;
        }
        Ended stopped = stoppedEnd(true);
        if (end instanceof Ended lost) {
            RemoteStack.copy(lost.cause(), stopped.cause());
        }
        return stopped;
    }

    final boolean isPastDeadline() {
        Settings.Deadline limit = settings.deadline();
        return limit != null && limit.atNanos() - pool.time().nanos() <= 0;
    }

    final Ended stoppedEnd(boolean stopped) {
        if (stop == Stop.TIMEOUT) {
            return Ended.timedOut(
                    "The task ran longer than its timeout",
                    Duration.ofNanos(settings.timeoutNanos()),
                    stopped,
                    details());
        }
        if (stop == Stop.SCOPE) {
            return Ended.calledOff(details());
        }
        return stop == Stop.DEADLINE
                ? deadlineEnd(stopped)
                : Ended.cancelled("The task did not end when the workers were stopped", details());
    }

    final Ended deadlineEnd(boolean stopped) {
        Settings.Deadline limit = Objects.requireNonNull(settings.deadline());
        return Ended.timedOut(
                "The task had not ended at its deadline", limit.limit(), stopped, details());
    }

    final String details() {
        Worker own = worker;
        String where = own == null ? "" : ", worker=" + own.name() + ", attempts=" + attempts;
        return "task=" + label() + where;
    }
}
