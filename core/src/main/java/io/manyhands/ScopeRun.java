package io.manyhands;

import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Wait;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A scope while its body runs.
/* Each fork is counted in `open` until it has ended and the policy was told of it. The owner waits
 * for `open` to be zero, or for the cancel; whoever changes one of them then looks whether the owner
 * waits, and the owner says that he waits and then looks at them.
 *
 * The forks are a list that only the owner lengthens. Who cancels sets `isCancelled` and then goes
 * through the list; the owner adds a fork to the list and then looks at `isCancelled`: so each fork is
 * called off by the one or the other, or both. Each fork, once it is taken to be begun, looks at
 * `isCancelled`, too (TaskRun): so none is begun after that.
 *
 * What the library does instead of a StructuredTaskScope is in here, in Fork and in Inherited; when
 * that is final, threads can be forked by it where the workers are virtual threads without a limit.
 *
 * Field          written by                         read by
 * phase          the owner                          the owner
 * last           the owner                          who cancels
 * isCancelled    anyone, once, by compare-and-set   anyone
 * open           the owner, who ends a fork         the owner
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
    private final Thread owner = Thread.currentThread();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger telling = new AtomicInteger();
    private Phase phase = Phase.OPEN;
    private Timer.@Nullable Alarm alarm;
    private @Nullable ScopeFailedException failure;
    private volatile @Nullable Link last;
    private volatile boolean isCancelled;
    private volatile boolean isWaiting;
    private volatile boolean isLate;
    private volatile @Nullable Throwable broken;

    /// The forks, last first.
    private record Link(Fork<?> fork, @Nullable Link before) {}

    private ScopeRun(Pool pool, Settings settings, Joiner<T, R> joiner) {
        this.pool = pool;
        this.settings = settings;
        this.joiner = joiner;
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
        return "scope=" + settings.name() + "[owner=" + owner.getName() + ", " + phase + "]";
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
        Object body = Copies.prepared(pool, what, Inherited.task(pool, settings, task));
        PoolFork<U> fork = new PoolFork<>(this, pool, settings, body);
        if (isTold(() -> joiner.onFork(fork))) {
            cancel();
        }
        if (isCancelled) {
            return fork;
        }
        armDeadline();
        open.incrementAndGet();
        last = new Link(fork, last);
        try {
            AbstractSubmitter.enqueue(fork.run(), body);
        } catch (Throwable refused) {
            boolean _ = fork.run().end(Ended.failed(refused, fork.label()));
            throw refused;
        }
        if (isCancelled) {
            fork.callOff();
        }
        return fork;
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
        if (!isOwner()) {
            throw new WrongThreadException(
                    "Only the thread that has opened a scope may use it; a subtask opens one of"
                            + " its own: "
                            + this);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    private boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    private void ensureHasJoined() {
        if (phase == Phase.OPEN && last != null) {
            throw new IllegalStateException(
                    "A scope that has forked must be joined before its body ends: " + this);
        }
    }

    /// What is asked of a subtask is not asked too early.
    void ensureJoined(Fork<?> fork) {
        if (phase == Phase.OPEN && isOwner()) {
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
            for (Link link = last; link != null; link = link.before) {
                link.fork.callOff();
            }
            wakeOwner();
        }
    }

    private void armDeadline() {
        Settings.Deadline limit = settings.deadline();
        if (limit != null && alarm == null) {
            alarm = pool.timer().at(limit.atNanos(), this::deadlineReached);
        }
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
            leave();
        } else if (joiner instanceof Joiners.Own<T, R> own) {
            if (own.onComplete(subtask)) {
                cancel();
            }
            leave();
        } else {
            telling.incrementAndGet();
            try {
                pool.journal().callBack(fork.label(), () -> tell(subtask));
            } catch (Throwable shortage) {
                broken = shortage;
                cancel();
                telling.decrementAndGet();
                leave();
            }
        }
    }

    private void tell(Subtask<? extends T> subtask) {
        if (!isCancelled && isTold(() -> joiner.onComplete(subtask))) {
            cancel();
        }
        telling.decrementAndGet();
        leave();
    }

    private void leave() {
        open.decrementAndGet();
        wakeOwner();
    }

    private void wakeOwner() {
        if (isWaiting) {
            LockSupport.unpark(owner);
        }
    }

    // Joining.

    @Override
    public R join() throws InterruptedException {
        ensureOpen();
        await(() -> telling.get() == 0 && (isCancelled || open.get() == 0));
        phase = Phase.JOINED;
        for (Link link = last; link != null; link = link.before) {
            Object _ = link.fork.settled();
        }
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
                open.get() == 0);
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
        for (Link link = last; link != null; link = link.before) {
            if (link.fork.state() == Subtask.State.FAILED
                    && link.fork.settled() instanceof Ended ended) {
                Throwable other = ended.cause();
                if (other != thrown.getCause() && !known.contains(other)) {
                    thrown.addSuppressed(other);
                }
            }
        }
    }

    /// The body has ended, somehow: all forks have ended after that.
    private void end() {
        phase = Phase.OVER;
        if (last == null) {
            return;
        }
        boolean isInterrupted = false;
        if (open.get() > 0) {
            cancel();
        }
        while (open.get() > 0) {
            try {
                await(() -> open.get() == 0);
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (alarm != null) {
            boolean _ = alarm.cancel();
        }
        if (failure != null) {
            addOthers(failure);
        }
        if (isInterrupted) {
            owner.interrupt();
        }
    }

    private void await(BooleanSupplier isOver) throws InterruptedException {
        PoolFork<?> first = firstOpen();
        if (isOver.getAsBoolean() || first == null) {
            return;
        }
        StackRoom.ensure();
        if (pool.isRemote()) {
            pool.backend().helpUntil(isOver, 0);
        }
        boolean _ =
                Waits.lending(
                        List.of(first.run()),
                        true,
                        () -> {
                            awaitOneByOne(isOver);
                            return true;
                        });
    }

    /// So that the finder of deadlocks knows who is waited for.
    private void awaitOneByOne(BooleanSupplier isOver) throws InterruptedException {
        while (!isOver.getAsBoolean()) {
            PoolFork<?> next = firstOpen();
            if (next == null || alarm != null || pool.isBorrowed()) {
                park(isOver);
            } else {
                TaskRun<?> run = next.run();
                Wait.during(
                        TaskEnd.of(run).need(),
                        () -> park(() -> run.isEnded() || isOver.getAsBoolean()));
            }
        }
    }

    private @Nullable PoolFork<?> firstOpen() {
        for (Link link = last; link != null; link = link.before) {
            if (link.fork instanceof PoolFork<?> fork && !fork.run().isEnded()) {
                return fork;
            }
        }
        return null;
    }

    private void park(BooleanSupplier isOver) throws InterruptedException {
        isWaiting = true;
        try {
            while (!isOver.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.park(this);
            }
        } finally {
            isWaiting = false;
        }
    }
}
