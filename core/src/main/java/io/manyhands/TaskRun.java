package io.manyhands;

import io.manyhands.spi.Job;
import io.manyhands.spi.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A submitted task: its future and the job that runs it, in one object.
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
 * A worker claims and then looks whether there is an outcome already; a cancel sets the outcome and
 * then looks at the phase: one of them sees the other, so a queued task that was cancelled never
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
class TaskRun<T extends @Nullable Object> extends OutcomeFuture<T> implements Job {
    /// Why a running task was told to stop, other than a cancel.
    enum Stop {
        TIMEOUT,
        DEADLINE,
        SHUTDOWN
    }

    private static final int QUEUED = 0;
    private static final int CLAIMED = 1;
    private static final int ENDING = 2;
    private static final int LEFT = 3;
    private static final int STUCK = 4;

    private static final int ANY_ATTEMPT = 0;

    private static final VarHandle PHASE;
    private static final VarHandle INTERRUPTING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PHASE = lookup.findVarHandle(TaskRun.class, "phase", int.class);
            INTERRUPTING = lookup.findVarHandle(TaskRun.class, "interrupting", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile @Nullable Object body;
    private volatile int phase;
    private volatile boolean interrupting;
    private volatile int attempts;
    private volatile boolean begun;
    private volatile @Nullable Worker worker;
    private volatile @Nullable Stop stop;
    private volatile Timer.@Nullable Alarm due;
    private volatile Timer.@Nullable Alarm grace;
    private Timer.@Nullable Alarm deadline;
    // How often it was tried since its turn came, and how that failed: the worker's own.
    private int tries;
    private @Nullable Throwable earlierFailure;
    private @Nullable Boolean retriedIfFailed;

    TaskRun(Pool pool, Settings settings, Object body) {
        super(pool, settings);
        this.body = body;
    }

    @Override
    public final Optional<String> worker() {
        Worker own = worker;
        return attempts == 0 || own == null ? Optional.empty() : Optional.of(own.name());
    }

    @Override
    public final int attempts() {
        return attempts;
    }

    @Override
    final boolean isRunning() {
        int now = phase;
        return now == CLAIMED || now == ENDING;
    }

    // From outside: cancel, stop, withdraw.

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        if (!endWith(Ended.cancelled("The task was cancelled", "task=" + label()))) {
            return false;
        }
        if (!leaveQueue() && mayInterruptIfRunning) {
            interruptAndWatch(null, ANY_ATTEMPT);
        }
        return true;
    }

    /// Ends a task that no worker has begun.
    ///
    /// @return what it would have run, or null if a worker has begun it or it had ended
    final @Nullable Object withdraw(Ended end) {
        Object work = body;
        if (!isEnded() && PHASE.compareAndSet(this, QUEUED, LEFT)) {
            boolean withdrawn = endWith(end);
            depart();
            return withdrawn ? work : null;
        }
        return null;
    }

    /// Tells a running task to stop, and ends it when the grace period is over.
    final void stop(Stop why) {
        interruptAndWatch(why, ANY_ATTEMPT);
    }

    /// Whether statistics and events know it as a task.
    boolean isCounted() {
        return true;
    }

    /// What the pool does once it has accepted the task.
    final void accepted() {
        Settings.Deadline limit = settings.deadline();
        if (limit != null) {
            deadline = pool.timer().at(limit.atNanos(), this::deadlineReached);
            if (isEnded()) {
                deadline.cancel();
            }
        }
    }

    private void timeoutReached(int attempt) {
        interruptAndWatch(Stop.TIMEOUT, attempt);
    }

    private void deadlineReached() {
        if (withdraw(deadlineEnd(true)) == null) {
            stop(Stop.DEADLINE);
        }
    }

    private boolean leaveQueue() {
        boolean left = PHASE.compareAndSet(this, QUEUED, LEFT);
        if (left) {
            depart();
        }
        return left;
    }

    private void interruptAndWatch(@Nullable Stop why, int attempt) {
        lockInterrupts();
        try {
            if (isClaimed(attempt)) {
                int number = attempts;
                stop = stop == null ? why : stop;
                if (grace == null) {
                    grace = pool.timer().in(pool.graceNanos(), () -> graceOver(number));
                }
                Objects.requireNonNull(worker).thread().interrupt();
            }
        } finally {
            interrupting = false;
        }
    }

    private void graceOver(int attempt) {
        boolean isStuck;
        lockInterrupts();
        try {
            isStuck = isClaimed(attempt) && PHASE.compareAndSet(this, CLAIMED, STUCK);
        } finally {
            interrupting = false;
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
        return phase == CLAIMED && (attempt == ANY_ATTEMPT || attempt == attempts);
    }

    private void lockInterrupts() {
        while (!INTERRUPTING.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
    }

    /// Whether it was ever run, were it only once of several attempts.
    final boolean hasBegun() {
        return begun;
    }

    // On the worker.

    @Override
    public final void run() {
        Worker own = Objects.requireNonNull(Worker.current());
        Object work = body;
        int number = attempts + 1;
        worker = own;
        attempts = number;
        own.runs(this);
        if (!PHASE.compareAndSet(this, QUEUED, CLAIMED)) {
            attempts = number - 1;
            own.runs(null);
        } else if (isEnded() || work == null) {
            attempts = number - 1;
            finish(own, null);
        } else if (isPastDeadline()) {
            attempts = number - 1;
            finish(own, deadlineEnd(true));
        } else {
            WorkerStartException broken = pool.startFailure();
            if (broken == null) {
                attempt(own, work, number);
            } else {
                attempts = number - 1;
                finish(own, Ended.failed(broken, details()));
            }
        }
    }

    /// Runs the body once.
    ///
    /// @return its result
    @Nullable Object call(Object work) throws Exception {
        switch (work) {
            case Callable<?> task -> {
                return task.call();
            }
            case Action action -> action.act();
            case Runnable action -> action.run();
            default -> throw new AssertionError(work);
        }
        return null;
    }

    /// Whether and when the task runs again, instead of ending so.
    ///
    /// @return nanoseconds from now, or -1 to end
    long runAgainAfter(Object end) {
        RetryPolicy policy = settings.retry();
        if (policy == null || !(end instanceof Ended ended)) {
            return -1;
        }
        if (isPastDeadline() || pool.isBroken() || pool.isStopping()) {
            return -1;
        }
        Ended.keepEarlier(ended.cause(), earlierFailure);
        if (!isToBeRetried(policy, ended.cause())) {
            return -1;
        }
        earlierFailure = ended.cause();
        long backoff = policy.backoffNanos(tries);
        pool.journal().retried(this, ended.cause(), backoff);
        return backoff;
    }

    /// Asks the user's test, unless that was done while the attempt could still be stopped.
    private boolean isToBeRetried(RetryPolicy policy, Throwable failure) {
        Boolean known = retriedIfFailed;
        retriedIfFailed = null;
        boolean isTheSame = !(failure instanceof TaskTimeoutException);
        if (known != null && isTheSame) {
            return known;
        }
        return policy.isForFailure(failure, tries);
    }

    final boolean isFirstTry() {
        return tries == 1;
    }

    /// Begins to count anew: what comes is not another try but another run.
    final void endTries() {
        tries = 0;
        earlierFailure = null;
    }

    /// Keeps in mind how a run failed, before anyone can see that it has ended.
    void noteFailure(Ended ended) {}

    /// Reports how a run failed, if no future shows it.
    void reportFailure(Ended ended) {}

    /// What is to be done with a failure that no future shows, once the task has left.
    void failedUnseen(Ended ended) {}

    private void attempt(Worker own, Object work, int number) {
        tries++;
        begun = true;
        pool.journal().started(this, own, number);
        long limit = settings.timeoutNanos();
        Timer.Alarm timeout =
                limit == 0 ? null : pool.timer().in(limit, () -> timeoutReached(number));
        if (pool.isStopping()) {
            stop(Stop.SHUTDOWN);
        }
        Object end;
        try {
            end = Ended.value(call(work));
        } catch (Throwable failure) {
            end = Ended.failed(failure, details() + ", code=" + Copies.codeOf(work));
        }
        RetryPolicy policy = settings.retry();
        if (policy != null && end instanceof Ended ended) {
            retriedIfFailed = policy.isForFailure(ended.cause(), tries);
        }
        if (timeout != null) {
            timeout.cancel();
        }
        finish(own, end);
    }

    /// Gives up the task after an attempt, or after none if it had ended before.
    private void finish(Worker own, @Nullable Object end) {
        boolean isStuck = !PHASE.compareAndSet(this, CLAIMED, ENDING);
        settleInterrupt();
        if (isStuck) {
            own.runs(null);
            body = null;
            pool.freed(own);
            return;
        }
        Object decided = end == null ? null : decide(end);
        if (decided != null && !isEnded()) {
            long again = runAgainAfter(decided);
            if (again >= 0) {
                runAgain(own, again);
                return;
            }
            own.runs(null);
            boolean _ = endWith(decided);
        }
        leave(own);
        if (decided instanceof Ended ended) {
            failedUnseen(ended);
        }
    }

    private void settleInterrupt() {
        while (interrupting) {
            Thread.onSpinWait();
        }
        Timer.Alarm alarm = grace;
        if (alarm != null) {
            grace = null;
            alarm.cancel();
        }
        boolean _ = Thread.interrupted();
    }

    private Object decide(Object end) {
        return stop == null || stop == Stop.SHUTDOWN ? end : stoppedEnd(true);
    }

    private void runAgain(Worker own, long afterNanos) {
        own.runs(null);
        stop = null;
        phase = QUEUED;
        if (isEnded()) {
            leaveQueue();
        } else if (isPastDeadline()) {
            withdraw(deadlineEnd(true));
        } else if (afterNanos == 0) {
            enqueue();
        } else {
            waitUntil(pool.time().nanos() + afterNanos);
        }
    }

    private boolean isPastDeadline() {
        Settings.Deadline limit = settings.deadline();
        return limit != null && limit.atNanos() - pool.time().nanos() <= 0;
    }

    private void leave(Worker own) {
        own.runs(null);
        phase = LEFT;
        depart();
    }

    // Waiting for its time.

    /// Puts the task into the queue at a moment of the steady clock.
    final void waitUntil(long atNanos) {
        pool.waiting(this, true);
        due = pool.timer().at(atNanos, this::timeHasCome);
        WorkerStartException broken = pool.startFailure();
        if (isEnded()) {
            forgetTime();
        } else if (pool.isStopping()) {
            Object _ = withdraw(Ended.cancelled("The workers were stopped", details()));
        } else if (broken != null) {
            Object _ = withdraw(Ended.failed(broken, details()));
        }
    }

    /// The alarm rang: on the timer's thread.
    void timeHasCome() {
        pool.waiting(this, false);
        enqueue();
    }

    /// Hands the task to the workers; if they cannot take it, that is its outcome.
    private void enqueue() {
        try {
            pool.backend().execute(this);
        } catch (Throwable refused) {
            withdraw(Ended.failed(refused, details()));
        }
    }

    private void forgetTime() {
        Timer.Alarm alarm = due;
        if (alarm != null) {
            due = null;
            alarm.cancel();
            pool.waiting(this, false);
        }
    }

    // Ends.

    private boolean endWith(Object end) {
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

    private void depart() {
        body = null;
        forgetTime();
        if (deadline != null) {
            deadline.cancel();
        }
        pool.depart();
    }

    private Ended stoppedEnd(boolean stopped) {
        if (stop == Stop.TIMEOUT) {
            return Ended.timedOut(
                    "The task ran longer than its timeout",
                    Duration.ofNanos(settings.timeoutNanos()),
                    stopped,
                    details());
        }
        return stop == Stop.DEADLINE
                ? deadlineEnd(stopped)
                : Ended.cancelled("The task did not end when the workers were stopped", details());
    }

    private Ended deadlineEnd(boolean stopped) {
        Settings.Deadline limit = Objects.requireNonNull(settings.deadline());
        return Ended.timedOut(
                "The task had not ended at its deadline", limit.limit(), stopped, details());
    }

    private String details() {
        Worker own = worker;
        String where = own == null ? "" : ", worker=" + own.name() + ", attempts=" + attempts;
        return "task=" + label() + where;
    }
}
