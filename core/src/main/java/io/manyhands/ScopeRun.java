package io.manyhands;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A scope while its body runs.
/* The owner waits for all forks to have ended, or for the cancel (Forks).
 *
 * Who cancels sets `isCancelled` and then goes through the forks; the owner adds one to them and then
 * looks at `isCancelled`: so each is called off by the one or the other, or both. A task, once it is
 * taken to be begun, looks at `isCancelled`, too: so none is begun after that.
 *
 * What the library does instead of a StructuredTaskScope is in here, in Fork and in Inherited; when
 * that is final, threads can be forked by it where the workers are virtual threads without a limit.
 *
 * Field          written by                         read by
 * phase          the owner                          the owner
 * isCancelled    anyone, once, by compare-and-set   anyone
 * telling        who ends a fork                    the owner
 * broken, isLate who cancels, before that           the owner, after the wait
 */
final class ScopeRun<T extends @Nullable Object, R extends @Nullable Object>
        implements Scope<T, R> {
    private enum Phase {
        OPEN,
        JOINED,
        OVER
    }

    private static final VarHandle CANCELLED;

    static {
        try {
            CANCELLED =
                    MethodHandles.lookup()
                            .findVarHandle(ScopeRun.class, "isCancelled", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Pool pool;
    private final Settings settings;
    private final Joiner<T, R> joiner;
    private final Forks forks;
    private final @Nullable ForkJoinPool threads;
    private final AtomicInteger telling = new AtomicInteger();
    private Phase phase = Phase.OPEN;
    private Timer.@Nullable Alarm alarm;
    private boolean isRoot;
    private @Nullable ScopeFailedException failure;
    private volatile boolean isCancelled;
    private volatile boolean isLate;
    private volatile @Nullable Throwable broken;

    private ScopeRun(Pool pool, Settings settings, Joiner<T, R> joiner) {
        this.pool = pool;
        this.settings = settings;
        this.joiner = joiner;
        this.threads = JoinFork.threads(pool, settings);
        this.forks = new Forks(pool, threads);
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
        Object body =
                Copies.prepared(pool, what, Inherited.task(pool, settings, task, threads == null));
        Fork<U> fork =
                threads == null
                        ? new PoolFork<>(this, pool, settings, body)
                        : new JoinFork<>(this, pool, threads, body);
        if (isTold(() -> joiner.onFork(fork))) {
            cancel();
        }
        if (isCancelled) {
            return fork;
        }
        if (forks.areNone()) {
            begin();
        }
        forks.add(fork);
        fork.start();
        if (isCancelled) {
            fork.callOff();
        }
        return fork;
    }

    /// Something is forked.
    private void begin() {
        if (threads != null && !JoinFork.isInside(threads)) {
            pool.backlog().enter(this);
            isRoot = true;
        }
        Settings.Deadline limit = settings.deadline();
        if (limit != null) {
            alarm = pool.timer().at(limit.atNanos(), this::deadlineReached);
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
        if (phase == Phase.OPEN && !forks.areNone()) {
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
        return isCancelled;
    }

    private void cancel() {
        if (!isCancelled && CANCELLED.compareAndSet(this, false, true)) {
            forks.forEach(Fork::callOff);
            forks.wake();
        }
    }

    /// The workers were stopped.
    void stop() {
        broken = new CancellationException("The workers were stopped first: " + this);
        cancel();
    }

    private void deadlineReached() {
        isLate = true;
        cancel();
    }

    /// Asks the user's policy, which may fail.
    private boolean isTold(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (Throwable thrown) {
            broken = thrown;
            return true;
        }
    }

    // Ends of forks.

    /// A fork has ended: by whatever thread.
    void ended(Fork<?> fork) {
        @SuppressWarnings("unchecked") // all forks were made for it
        Subtask<? extends T> subtask = (Subtask<? extends T>) fork;
        if (isCancelled) {
            forks.left();
        } else if (joiner instanceof Joiners.Own<T, R> own) {
            if (own.onComplete(subtask)) {
                cancel();
            }
            forks.left();
        } else {
            telling.incrementAndGet();
            try {
                pool.journal().callBack(fork.label(), () -> tell(subtask));
            } catch (Throwable shortage) {
                broken = shortage;
                cancel();
                telling.decrementAndGet();
                forks.left();
            }
        }
    }

    private void tell(Subtask<? extends T> subtask) {
        if (!isCancelled && isTold(() -> joiner.onComplete(subtask))) {
            cancel();
        }
        telling.decrementAndGet();
        forks.left();
    }

    // Joining.

    @Override
    public R join() throws InterruptedException {
        ensureOpen();
        forks.await(() -> telling.get() == 0 && (isCancelled || forks.areOver()), alarm == null);
        phase = Phase.JOINED;
        forks.forEach(Fork::settled);
        Throwable thrown = broken;
        if (isLate && thrown == null) {
            throw late();
        }
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
                forks.areOver());
    }

    private ScopeFailedException failed(Throwable cause) {
        ScopeFailedException thrown =
                new ScopeFailedException(
                        "The scope failed with " + Ended.describe(cause) + ": " + this, cause);
        failure = thrown;
        addOthers(thrown);
        return thrown;
    }

    /// Keeps the failures of other subtasks, of which some may come late.
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    private void addOthers(ScopeFailedException thrown) {
        List<Throwable> known = List.of(thrown.getSuppressed());
        forks.forEach(fork -> {
            if (fork.state() == Subtask.State.FAILED && fork.settled() instanceof Ended ended) {
                Throwable other = ended.cause();
                if (other != thrown.getCause() && !known.contains(other)) {
                    thrown.addSuppressed(other);
                }
            }
        });
    }

    /// The body has ended, somehow: all forks have ended after that.
    private void end() {
        phase = Phase.OVER;
        if (forks.areNone()) {
            return;
        }
        boolean isInterrupted = false;
        if (!forks.areOver()) {
            cancel();
        }
        while (!forks.areOver()) {
            try {
                forks.await(forks::areOver, true);
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (alarm != null) {
            boolean _ = alarm.cancel();
        }
        if (isRoot) {
            pool.backlog().leave(this);
        }
        if (failure != null) {
            addOthers(failure);
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
