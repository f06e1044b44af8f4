package io.manyhands;

import io.manyhands.spi.Answer;
import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A submitted task: its future and the job that runs it, in one object. Here is how it is run; how
/// it waits until then is in [PendingTask], and the phases that it goes through are told in
/// [TaskState].
class TaskRun<T extends @Nullable Object> extends PendingTask<T> {
    // How that failed which was tried before, since its turn came: the worker's own.
    private @Nullable Throwable earlierFailure;
    private @Nullable Boolean retriedIfFailed;

    TaskRun(Pool pool, Settings settings, Object body) {
        super(pool, settings, body);
    }

    // On the worker.

    @Override
    public final void run() {
        LocalWorker own = Objects.requireNonNull(LocalWorker.current());
        own.runs(this);
        Object work = null;
        try {
            work = claim(own);
        } catch (Throwable failure) {
            // It is nobody's now, and in no queue.
            rests(own);
            Object _ = withdraw(Ended.failed(failure, details()));
        }
        if (work != null) {
            attempt(own, work);
        }
    }

    /// Takes it for a worker.
    ///
    /// @return what is to be run, or null for nothing
    final @Nullable Object claim(Worker own) {
        Object work = body;
        int number = attempts + 1;
        worker = own;
        attempts = number;
        int claim = claims + 1;
        claims = claim;
        Object end = null;
        if (!movesPhase(QUEUED, CLAIMED)) {
            attempts = number - 1;
            rests(own);
            return null;
        }
        if (!isEnded() && work != null) {
            end = endOrBegin(own, number);
            if (end == null) {
                return work;
            }
        }
        attempts = number - 1;
        if (own instanceof RemoteWorker elsewhere && end != null) {
            finishElsewhere(elsewhere, end);
        } else {
            finish(own, end);
        }
        return null;
    }

    /// Begins it, unless it is to end instead. It is not claimed if that fails, for want of memory,
    /// say.
    ///
    /// @return its end, or null if it has begun
    private @Nullable Ended endOrBegin(Worker own, int number) {
        int triesBefore = tries;
        try {
            Ended end = isPastDeadline() ? deadlineEnd(true) : refusal(own);
            if (end == null) {
                begin(own, number);
            }
            return end;
        } catch (Throwable failure) {
            phase = ENDING;
            settleInterrupt(own);
            undoAttempt();
            tries = triesBefore;
            isKilled = false;
            stop = null;
            phase = QUEUED;
            if (isEnded()) {
                boolean _ = leaveQueue();
            } else if (isPastDeadline()) {
                // It may have come while this had the task, and comes once.
                Object _ = withdraw(deadlineEnd(true));
            }
            throw failure;
        }
    }

    /// Why it is not to be begun, if that is so.
    private @Nullable Ended refusal(Worker own) {
        WorkerStartException broken = pool.startFailure();
        if (broken != null) {
            return Ended.failed(broken, details());
        }
        if (isCalledOff()) {
            return Ended.calledOff(details());
        }
        boolean isTooLate = own instanceof RemoteWorker && pool.isStopping();
        return isTooLate ? Ended.cancelled("The workers were stopped first", details()) : null;
    }

    /// Runs the body once.
    ///
    /// @return its result
    @Nullable Object call(Object work) throws Exception {
        return perform(work);
    }

    /// Runs what a user has submitted.
    ///
    /// @return its result
    static @Nullable Object perform(Object work) throws Exception {
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
        // Borrowed workers are stopped by their program, which tells it by the end of the task.
        boolean isStopped = pool.isStopping() || ended.status() == TaskStatus.CANCELLED;
        if (isPastDeadline() || pool.startFailure() != null || isStopped) {
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

    /// What is to be done with a failure that no future shows, once the task has left.
    void failedUnseen(Ended ended) {}

    private void attempt(LocalWorker own, Object work) {
        Object end = null;
        Throwable failure = null;
        try {
            end = Ended.value(call(work));
        } catch (Throwable thrown) {
            failure = thrown;
        }
        failure = failureAtEnd(own, failure);
        if (failure != null || end == null) {
            Throwable cause = Objects.requireNonNull(failure);
            end = Ended.failed(cause, details() + origin(work));
        }
        RetryPolicy policy = settings.retry();
        if (policy != null && end instanceof Ended ended) {
            retriedIfFailed = policy.isForFailure(ended.cause(), tries);
        }
        finish(own, end);
    }

    /// Takes from the worker what its task or item holds, which has ended.
    ///
    /// @param failure how that failed, or null
    /// @return how it fails, or null
    static @Nullable Throwable failureAtEnd(LocalWorker own, @Nullable Throwable failure) {
        IllegalStateException held = own.endTask();
        if (held == null || failure == null) {
            return held == null ? failure : held;
        }
        failure.addSuppressed(held);
        return failure;
    }

    /// Gives up the task after an attempt, or after none if it had ended before.
    final void finish(Worker own, @Nullable Object end) {
        disarm();
        boolean isStuck = !movesPhase(CLAIMED, ENDING);
        settleInterrupt(own);
        if (isStuck) {
            rests(own);
            body = null;
            pool.freed(own);
            return;
        }
        try {
            decideAndLeave(own, end);
        } catch (OutOfMemoryError shortage) {
            leaveAnyway(own, end);
        }
    }

    /// There was no memory to say how it ends, or to try it again: it ends as its work did, and
    /// whoever waits for it is told.
    private void leaveAnyway(Worker own, @Nullable Object end) {
        if (phase != ENDING && !movesPhase(QUEUED, ENDING)) {
            return;
        }
        try {
            if (end != null && !isEnded()) {
                boolean _ = endWith(end);
            }
        } finally {
            leave(own);
        }
    }

    private void decideAndLeave(Worker own, @Nullable Object end) {
        Object decided = end == null ? null : decide(end);
        if (decided != null && !isEnded()) {
            long again = runAgainAfter(decided);
            if (again >= 0) {
                runAgain(own, again);
                return;
            }
            rests(own);
            boolean _ = endWith(decided);
        }
        leave(own);
        if (decided instanceof Ended ended) {
            failedUnseen(ended);
        }
    }

    /// What is shown of it while a worker runs it; null for nothing.
    WorkersStatistics.@Nullable Running shown(Worker own, Worker.Doing doing) {
        return new WorkersStatistics.Running(own.name(), name(), id(), false);
    }

    // On a worker elsewhere.

    @Override
    public boolean mayWait() {
        // Workers that are borrowed are minded by their program.
        return pool.isBorrowed() || (settings.isPlain() && !pool.journal().hasListener());
    }

    @Override
    public boolean isStream() {
        return false;
    }

    @Override
    public @Nullable Parcel next(RemoteWorker own, int most) {
        Object work = phase == QUEUED ? claim(own) : null;
        return work == null ? null : parcel(work);
    }

    @Override
    public void answered(RemoteWorker own, Parcel parcel, int call, Answer answer) {
        finishElsewhere(own, arrived(own, parcel, answer));
    }

    @Override
    public void lost(RemoteWorker own, Parcel parcel, int call, WorkerLoss loss) {
        Ended lost = Ended.lost(loss, details());
        if (outcome() instanceof Ended before) {
            // Cancelled: what its worker was at is told there.
            RemoteStack.copy(lost.cause(), before.cause());
        }
        finishElsewhere(own, lost);
    }

    @Override
    public boolean handedBack(Parcel parcel, int from, int to) {
        phase = ENDING;
        settleInterrupt(claimer());
        if (isKilled) {
            // It was to be stopped, and now it has not even begun.
            phase = CLAIMED;
            finishElsewhere((RemoteWorker) claimer(), stoppedEnd(true));
            return false;
        }
        undoAttempt();
        stop = null;
        phase = QUEUED;
        if (isEnded()) {
            return !leaveQueue();
        }
        try {
            if (isCalledOff()) {
                return withdraw(Ended.calledOff(details())) == null;
            }
            return !isPastDeadline() || withdraw(deadlineEnd(true)) == null;
        } catch (OutOfMemoryError shortage) {
            // Whoever claims it looks again.
            return true;
        }
    }

    /// What is to be sent for the body.
    Parcel parcel(Object work) {
        return (Parcel) work;
    }

    /// Whose code failed, as the end of a message.
    String origin(Object work) {
        return ", code=" + Copies.codeOf(work);
    }

    /// The end that an answer is.
    Object arrived(RemoteWorker own, Parcel parcel, Answer answer) {
        return Arrived.of(own, parcel, answer, () -> details() + origin(parcel));
    }

    /// Whether users' code is to be told of a failure before the task can leave.
    boolean isFailureHeard() {
        return settings.retry() != null;
    }

    private void finishElsewhere(RemoteWorker own, Object end) {
        if (Arrived.isFailure(end) && isFailureHeard()) {
            pool.journal().callBack(label(), () -> finish(own, Arrived.settled(end)));
        } else {
            finish(own, end);
        }
    }

    private void runAgain(Worker own, long afterNanos) {
        rests(own);
        isKilled = false;
        stop = null;
        phase = QUEUED;
        if (isEnded()) {
            leaveQueue();
        } else if (isCalledOff()) {
            withdraw(Ended.calledOff(details()));
        } else if (isPastDeadline()) {
            withdraw(deadlineEnd(true));
        } else if (afterNanos == 0) {
            enqueue();
        } else {
            waitUntil(pool.time().nanos() + afterNanos);
        }
    }

    private void leave(Worker own) {
        rests(own);
        phase = LEFT;
        depart();
    }
}
