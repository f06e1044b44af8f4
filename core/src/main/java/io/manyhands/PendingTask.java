package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.spi.Worker;
import org.jspecify.annotations.Nullable;

/// A task until a worker begins it: it waits for its time, then in the queue or at a worker, and
/// can be taken away from there. [TaskState] tells who writes what.
abstract class PendingTask<T extends @Nullable Object> extends TaskState<T> {
    volatile @Nullable Object body;
    private volatile Timer.@Nullable Alarm due;
    private Timer.@Nullable Alarm deadline;

    PendingTask(Pool pool, Settings settings, Object body) {
        super(pool, settings);
        this.body = body;
    }

    // Cancelled, withdrawn, given back.

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        StackRoom.ensure();
        Ended end = Ended.cancelled("The task was cancelled", "task=" + label());
        int claim = claims;
        // First it is kept from being begun: who sees it cancelled sees all its attempts.
        if (takeBack(end)) {
            return true;
        }
        if (!endWith(end)) {
            return false;
        }
        boolean hasBegun = phase == CLAIMED && claims == claim;
        if ((hasBegun || !leaveQueue()) && mayInterruptIfRunning) {
            interruptAndWatch(null, ANY_ATTEMPT);
        }
        return true;
    }

    /// Its scope was cancelled: keeps it from being begun, or tells it to stop. It ends once its
    /// work has stopped, or is stuck.
    final void callOff() {
        if (!isEnded() && !takeBack(Ended.calledOff("task=" + label()))) {
            stop(Stop.SCOPE);
        }
    }

    /// Ends a task that no worker has begun.
    ///
    /// @return what it would have run, or null if a worker has begun it or it had ended
    final @Nullable Object withdraw(Ended end) {
        Object work = body;
        if (!isEnded() && movesPhase(QUEUED, LEFT)) {
            try {
                return endWith(end) ? work : null;
            } finally {
                depart();
            }
        }
        return null;
    }

    /// The backend has given it back, and nobody will run it.
    ///
    /// @return whether that ended it
    boolean drained(Ended end) {
        return withdraw(end) != null;
    }

    /// What is given back to the user who stops the workers before it has begun.
    final @Nullable Object ownBody() {
        Object own = body;
        boolean isOwn = own instanceof TaskParcel || !(own instanceof Parcel);
        return isOwn && isCounted() && !hasBegun() ? own : null;
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

    private void deadlineReached() {
        // What runs for borrowed workers is stopped by their program, which minds the deadline,
        // too.
        if (withdraw(deadlineEnd(true)) == null && !pool.isBorrowed()) {
            stop(Stop.DEADLINE);
        }
    }

    /// Ends it, unless a worker has begun it or it had ended.
    ///
    /// @return whether it has not begun and never will
    final boolean takeBack(Ended end) {
        if (isEnded() || !leaveWithoutTelling()) {
            return false;
        }
        try {
            boolean _ = endWith(end);
        } catch (OutOfMemoryError shortage) {
            // Nobody else will end it.
            boolean _ = end(end);
            throw shortage;
        } finally {
            depart();
        }
        return true;
    }

    /// Keeps it from being begun, wherever it waits.
    final boolean leaveQueue() {
        boolean hasLeft = leaveWithoutTelling();
        if (hasLeft) {
            depart();
        }
        return hasLeft;
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the same worker still
    private boolean leaveWithoutTelling() {
        while (!movesPhase(QUEUED, LEFT)) {
            Worker at = worker;
            boolean waits = phase == CLAIMED && mayWait() && !isStream();
            if (waits && at instanceof RemoteWorker elsewhere && elsewhere.recall(this) > 0) {
                undoAttempt();
                phase = LEFT;
                break;
            }
            // It may have been handed back, and sent to another, in the meantime.
            if (phase != QUEUED && worker == at) {
                return false;
            }
        }
        return true;
    }

    final void undoAttempt() {
        disarm();
        int number = attempts - 1;
        attempts = number;
        begun = number > 0;
        tries--;
    }

    // Waiting for its time.

    /// Puts the task into the queue at a moment of the steady clock.
    final void waitUntil(long atNanos) {
        pool.backlog().waiting(this, true);
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
        pool.backlog().waiting(this, false);
        enqueue();
    }

    /// Hands the task to the workers; if they cannot take it, that is its outcome.
    final void enqueue() {
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
            pool.backlog().waiting(this, false);
        }
    }

    // The end.

    @Override
    void depart() {
        try {
            if (body instanceof Parcel parcel) {
                pool.snapshots.release(parcel);
            }
            body = null;
            forgetTime();
            if (deadline != null) {
                deadline.cancel();
            }
        } finally {
            pool.depart();
        }
    }
}
