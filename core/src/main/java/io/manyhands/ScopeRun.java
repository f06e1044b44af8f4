package io.manyhands;

import io.manyhands.spi.StackRoom;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A scope while its body runs.
/* The owner waits for all forks to have ended, those that are called off, too: what it sees then does
 * not change any more.
 *
 * Who cancels sets `cancelled` and then goes through the forks; the owner adds one to them and then
 * looks at `cancelled`: so each is called off by the one or the other, or both. A fork, once it is
 * taken to be begun, looks there, too: so none is begun after that. What went wrong on the way, for
 * want of memory, the owner does again at the end.
 *
 * In a worker process, the program's answers tell of ends, and to call off is to ask the program: who
 * tells never asks.
 *
 * What the library does instead of a StructuredTaskScope is in here, in Fork and in Inherited; when
 * that is final, threads can be forked by it where the workers are virtual threads without a limit.
 *
 * Field       written by                         read by
 * phase       the owner                          the owner
 * cancelled   anyone, once, by compare-and-set;  anyone
 *             the owner at its end
 */
final class ScopeRun<T extends @Nullable Object, R extends @Nullable Object>
        implements Scope<T, R> {
    private enum Phase {
        OPEN,
        JOINED,
        OVER
    }

    // Why it was cancelled, if it was not something that was thrown.
    private static final String BY_POLICY = "policy";
    private static final String BY_DEADLINE = "deadline";
    private static final String BY_END = "end";

    private static final VarHandle CANCELLED;

    static {
        try {
            CANCELLED =
                    MethodHandles.lookup().findVarHandle(ScopeRun.class, "cancelled", Object.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Pool pool;
    private final Settings settings;
    private final Settings forkSettings;
    private final Joiner<T, R> joiner;
    private final Forks forks;
    private final @Nullable ForkJoinPool threads;
    private Phase phase = Phase.OPEN;
    private Timer.@Nullable Alarm alarm;
    private boolean isRoot;
    private boolean hasForked;
    private volatile @Nullable Object cancelled;

    private ScopeRun(Pool pool, Settings settings, Joiner<T, R> joiner) {
        this.pool = pool;
        this.settings = settings;
        this.joiner = joiner;
        this.threads = JoinFork.threads(pool, settings);
        this.forks = new Forks(pool, threads);
        this.forkSettings = settings.deadline() == null ? settings : settings.withoutDeadline();
        if (joiner instanceof Joiners.Own<T, R> own) {
            own.begin();
        }
    }

    /// Runs a body in a scope of its own.
    static <
                    T extends @Nullable Object,
                    J extends @Nullable Object,
                    R extends @Nullable Object,
                    X extends Exception>
            R run(Pool pool, Settings own, Joiner<T, J> joiner, Body<T, J, R, X> body) throws X {
        Checks.notNull("joiner", joiner);
        Checks.notNull("body", body);
        StackRoom.ensure();
        Settings settings = Inherited.settings(pool, own);
        ScopeRun<T, J> scope = new ScopeRun<>(pool, settings, joiner);
        try {
            R result = Inherited.body(pool, settings, () -> body.run(scope));
            scope.ensureHasJoined();
            return result;
        } finally {
            scope.end();
        }
    }

    @Override
    public String toString() {
        return "scope="
                + settings.name()
                + "[owner="
                + forks.owner().getName()
                + ", "
                + phase
                + "]";
    }

    String name() {
        return settings.name();
    }

    /// The number of the owner, as thread dumps have it.
    long ownerId() {
        return forks.owner().threadId();
    }

    // Forking.

    @Override
    public <U extends T> Subtask<U> fork(Task<? extends U> task) {
        return forked("task", task);
    }

    @Override
    public <U extends T> Subtask<U> fork(Callable<? extends U> task) {
        return forked("task", task);
    }

    @Override
    public <U extends T> Subtask<U> fork(Action action) {
        return forked("action", action);
    }

    private <U extends T> Subtask<U> forked(String what, Object task) {
        ensureOpen();
        Checks.notNull(what, task);
        Object body = Copies.prepared(pool, what, Inherited.task(pool, settings, task, true));
        Fork<U> fork =
                threads == null
                        ? new PoolFork<>(this, pool, forkSettings, body)
                        : new JoinFork<>(this, pool, threads, body);
        if (!hasForked) {
            begin();
        }
        tell(() -> joiner.onFork(fork));
        if (cancelled == null) {
            forks.start(fork);
            if (cancelled != null) {
                fork.callOff();
            }
        }
        return fork;
    }

    /// Something is forked.
    private void begin() {
        JoinFork<?> running = threads == null ? null : JoinFork.current(threads);
        if (running != null) {
            forks.enter(running);
        } else if (threads != null && !JoinFork.isInside(threads)) {
            pool.backlog().enter(this);
            isRoot = true;
        }
        hasForked = true;
        Settings.Deadline limit = settings.deadline();
        if (limit != null) {
            alarm = pool.timer().at(limit.atNanos(), () -> cancel(BY_DEADLINE));
        }
    }

    private void ensureOpen() {
        ensureOwner();
        if (phase != Phase.OPEN) {
            throw new IllegalStateException(
                    "A scope can be used only until it has been joined and its body has ended: "
                            + this);
        }
    }

    private void ensureOwner() {
        if (!forks.isOwner()) {
            throw new WrongThreadException(
                    "Only the thread that has opened a scope may use it; a subtask opens one of"
                            + " its own: "
                            + this);
        }
    }

    private void ensureHasJoined() {
        if (phase == Phase.OPEN && hasForked) {
            throw new IllegalStateException(
                    "A scope that has forked must be joined before its body ends: " + this);
        }
    }

    /// What is asked of a subtask is not asked too early.
    void ensureJoined(Fork<?> fork) {
        if (phase == Phase.OPEN && forks.isOwner()) {
            throw new IllegalStateException(
                    "A scope must be joined before its subtasks are asked: " + fork);
        }
    }

    @Override
    public Optional<Duration> timeLeft() {
        Settings.Deadline limit = settings.deadline();
        if (limit == null) {
            return Optional.empty();
        }
        long left = limit.atNanos() - pool.time().nanos();
        return Optional.of(Duration.ofNanos(Math.max(0, left)));
    }

    // Cancelling.

    @Override
    public boolean isCancelled() {
        return cancelled != null;
    }

    /// @param why one of the constants, or what fails the scope
    private void cancel(Object why) {
        if (!CANCELLED.compareAndSet(this, null, why)) {
            return;
        }
        if (pool.isBorrowed() && !forks.isOwner()) {
            try {
                pool.journal().callBack(settings.name(), this::callOffAll);
            } catch (OutOfMemoryError shortage) {
                // The owner does it.
            }
        } else {
            callOffAll();
        }
    }

    private void callOffAll() {
        forks.toCallOff(fork -> {
            try {
                fork.callOff();
            } catch (OutOfMemoryError shortage) {
                Reports.log("A subtask could not be called off: " + fork, shortage);
            }
        });
    }

    /// The workers were stopped.
    void stop() {
        cancel(new CancellationException("The workers were stopped first: " + this));
    }

    /// Tells the policy, which may fail.
    private void tell(BooleanSupplier policy) {
        Object why = null;
        try {
            why = policy.getAsBoolean() ? BY_POLICY : null;
        } catch (Throwable thrown) {
            why = thrown;
        }
        if (why != null) {
            cancel(why);
        }
    }

    // Ends of forks.

    /// A fork has ended: by whatever thread.
    void ended(Fork<?> fork) {
        @SuppressWarnings("unchecked") // all forks were made for it
        Subtask<? extends T> subtask = (Subtask<? extends T>) fork;
        if (cancelled != null) {
            forks.left();
        } else if (joiner instanceof Joiners.Own<T, R>) {
            tellAndLeave(subtask);
        } else {
            try {
                pool.journal().callBack(fork.label(), () -> tellAndLeave(subtask));
            } catch (Throwable shortage) {
                cancelAndLeave(shortage);
            }
        }
    }

    private void tellAndLeave(Subtask<? extends T> subtask) {
        try {
            if (cancelled == null) {
                tell(() -> joiner.onComplete(subtask));
            }
        } finally {
            forks.left();
        }
    }

    private void cancelAndLeave(Throwable why) {
        try {
            cancel(why);
        } finally {
            forks.left();
        }
    }

    // Joining.

    @Override
    @SuppressWarnings("ReferenceEquality") // the constant itself
    public R join() throws InterruptedException {
        ensureOpen();
        phase = Phase.JOINED;
        forks.await(alarm == null, this::isCancelled);
        forks.forEach(Fork::settled);
        Object why = cancelled;
        if (why == BY_DEADLINE) {
            throw late();
        }
        Throwable thrown = why instanceof Throwable broken ? broken : null;
        try {
            if (thrown == null) {
                return joiner.result();
            }
        } catch (Throwable cause) {
            thrown = cause;
        }
        throw failed(thrown);
    }

    private TaskTimeoutException late() {
        Settings.Deadline limit = settings.deadline();
        Duration length = limit == null ? Duration.ZERO : limit.limit();
        return new TaskTimeoutException(
                "The scope had not been joined at its deadline: limit=" + length + ", " + this,
                length,
                !forks.isAnyStuck());
    }

    /// With the failures of other subtasks.
    private ScopeFailedException failed(Throwable cause) {
        ScopeFailedException failure =
                new ScopeFailedException(
                        "The scope failed with " + Ended.describe(cause) + ": " + this, cause);
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(cause);
        forks.forEach(fork -> {
            if (fork.state() == Subtask.State.FAILED
                    && fork.settled() instanceof Ended ended
                    && known.add(ended.cause())) {
                failure.addSuppressed(ended.cause());
            }
        });
        return failure;
    }

    /// The body has ended, somehow: all forks have ended after that.
    private void end() {
        phase = Phase.OVER;
        try {
            if (hasForked && !forks.areOver()) {
                cancel(BY_END);
                callOffAll();
                if (forks.awaitDeafly()) {
                    Thread.currentThread().interrupt();
                }
            }
        } finally {
            if (cancelled == null) {
                // Who cancels it at this moment goes through forks that have ended.
                CANCELLED.setRelease(this, BY_END);
            }
            forks.leave();
            if (alarm != null) {
                boolean _ = alarm.cancel();
            }
            if (isRoot) {
                pool.backlog().leave(this);
            }
        }
    }
}
