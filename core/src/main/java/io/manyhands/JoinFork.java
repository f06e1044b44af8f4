package io.manyhands;

import io.manyhands.spi.ForkThread;
import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/// A subtask on threads that needs nothing but to be run: of the JDK's fork/join framework (D. Lea,
/// A Java Fork/Join Framework, 2000), which costs much less than a task. Thread-safe.
/* Its owner, if it is a thread of the same framework, takes what it has forked back from its own
 * queue when it joins, last first, and runs it itself; others steal from the other end. What was
 * stolen the owner helps along: it runs what was forked below, and what nobody has begun. It runs
 * nothing else while it waits: who joins holds locks that his own subtasks, and those below, cannot
 * wait for, as they would have to be elsewhere to do so, but that those of others can.
 *
 *   NEW --> BEGINNING --> RUNNING ------> OVER
 *    |          |            |             ^
 *    |          |            +-> TELLING -> TOLD -+-> OVER
 *    |          |                                 +-> STUCK --> OVER
 *    +----------+--> OVER (called off)
 *
 * Who takes it from NEW runs it, however many find it. BEGINNING lasts for a few stores; who calls
 * it off waits for them. He interrupts its thread between TELLING and TOLD; the thread leaves TOLD
 * only, and clears its status then: so an interrupt hits this subtask and nothing else. If it was
 * within another that was told, too, it sets the status again; who tells first says to the thread
 * that there is such.
 *
 * Field                 written by                               read by
 * phase                 its thread; who calls it off; the timer  anyone
 * end                   who sets the phase to OVER or STUCK      anyone
 * inner                 its thread                               who helps
 * runner, outer, worker its thread, before RUNNING               anyone, from then on
 */
final class JoinFork<T extends @Nullable Object> extends Fork<T> implements Resource {
    private static final int NEW = 0;
    private static final int BEGINNING = 1;
    private static final int RUNNING = 2;
    private static final int TELLING = 3;
    private static final int TOLD = 4;
    private static final int STUCK = 5;
    private static final int OVER = 6;

    /// Of one for whose end there is no memory.
    private static final Ended SHORTAGE =
            Ended.failed(new OutOfMemoryError("No memory was left for the end of a subtask"), "");

    private static final Ended CALLED_OFF = Ended.calledOff("no memory for more");

    private static final VarHandle PHASE;
    private static final VarHandle END;
    private static final VarHandle INNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PHASE = lookup.findVarHandle(JoinFork.class, "phase", int.class);
            END = lookup.findVarHandle(JoinFork.class, "end", Object.class);
            INNER = lookup.findVarHandle(JoinFork.class, "inner", Forks.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Pool pool;
    private final ForkJoinPool threads;
    private @Nullable Object body;
    private final Work work = new Work();
    private volatile int phase;
    private volatile @Nullable Object end;
    private volatile @Nullable Forks inner;
    private volatile Timer.@Nullable Alarm grace;
    private @Nullable ForkThread runner;
    private @Nullable LocalWorker worker;
    private @Nullable JoinFork<?> outer;

    JoinFork(ScopeRun<?, ?> scope, Pool pool, ForkJoinPool threads, Object body) {
        super(scope);
        this.pool = pool;
        this.threads = threads;
        this.body = body;
    }

    /// One of them, as the framework sees it.
    private abstract static class Entry extends ForkJoinTask<@Nullable Void> {
        @Serial private static final long serialVersionUID = 1;

        abstract boolean hasBegun();

        static void dropDead() {
            while (peekNextLocalTask() instanceof Entry top && top.hasBegun()) {
                if (!top.tryUnfork()) {
                    return;
                }
            }
        }

        @Override
        public @Nullable Void getRawResult() {
            return null;
        }

        @Override
        protected void setRawResult(@Nullable Void nothing) {
            // There is none.
        }
    }

    private final class Work extends Entry {
        @Serial private static final long serialVersionUID = 1;

        @Override
        protected boolean exec() {
            run();
            return true;
        }

        @Override
        boolean hasBegun() {
            return phase != NEW;
        }
    }

    /// What the current thread runs at this moment, if it can run what it has forked.
    static @Nullable JoinFork<?> current(ForkJoinPool threads) {
        return isInside(threads)
                ? (JoinFork<?>) ((ForkThread) Thread.currentThread()).running()
                : null;
    }

    /// Whether the current thread is one that can run what it has forked.
    @SuppressWarnings("ReferenceEquality") // a pool is itself
    static boolean isInside(ForkJoinPool threads) {
        return Thread.currentThread() instanceof ForkThread own && own.getPool() == threads;
    }

    /// The threads that run what is forked with these settings.
    ///
    /// @return null if that needs more than to be run
    static @Nullable ForkJoinPool threads(Pool pool, Settings settings) {
        boolean isPlain =
                settings.timeoutNanos() == 0
                        && settings.retry() == null
                        && !pool.isCopying()
                        && !pool.journal().hasListener();
        return isPlain ? pool.backend().forkThreads() : null;
    }

    @Override
    void start() {
        try {
            if (isInside(threads)) {
                ForkJoinTask<@Nullable Void> _ = work.fork();
            } else {
                threads.execute(work);
            }
        } catch (Throwable refused) {
            if (PHASE.compareAndSet(this, NEW, OVER)) {
                over(SHORTAGE);
            }
            throw refused;
        }
    }

    /// Takes those from the top of the current thread's queue that nobody is to run any more.
    static void dropDead() {
        Entry.dropDead();
    }

    /// Runs it, if nobody has begun it and the current thread was the last to fork.
    void runIfLast() {
        if (work.tryUnfork()) {
            run();
        }
    }

    /// This one, or one that was forked below it by whoever runs it, if nobody has begun that.
    ///
    /// @param depth how many scopes further to look
    @Nullable JoinFork<?> unbegun(int depth) {
        int now = phase;
        Forks own = now == RUNNING ? inner : null;
        return now == NEW ? this : own == null ? null : own.unbegun(depth);
    }

    /// The forks of the innermost scope that it has opened.
    @Nullable Forks inner() {
        return inner;
    }

    void setInner(@Nullable Forks forks) {
        INNER.setRelease(this, forks);
    }

    // In its thread.

    void run() {
        StackRoom.ensure();
        ForkThread me = (ForkThread) Thread.currentThread();
        JoinFork<?> within = (JoinFork<?>) me.running();
        LocalWorker own = within == null ? LocalWorker.current() : within.worker;
        if (!PHASE.compareAndSet(this, NEW, BEGINNING)) {
            return;
        }
        outer = within;
        worker = own;
        runner = me;
        if (scope().isCancelled()) {
            phase = OVER;
            over(calledOff());
            return;
        }
        if (within == null) {
            // What was meant for another before is not for this.
            boolean _ = Thread.interrupted();
        }
        PHASE.setRelease(this, RUNNING);
        Object result = SHORTAGE;
        try {
            result = result(me, within);
        } catch (OutOfMemoryError shortage) {
            // It has failed with that, or cannot say with what.
        } finally {
            finish(me, result);
        }
    }

    private Object result(ForkThread me, @Nullable JoinFork<?> within) {
        Object work = Objects.requireNonNull(body);
        Object value = null;
        Throwable failure = pool.startFailure();
        try {
            if (failure == null) {
                me.setRunning(this);
                value = within == null ? runHere(work) : TaskRun.perform(work);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            me.setRunning(within);
        }
        LocalWorker own = worker;
        if (within == null && own != null) {
            failure = TaskRun.failureAtEnd(own, failure);
        }
        body = null;
        return failure == null ? Ended.value(value) : Ended.failed(failure, details(work));
    }

    private void finish(ForkThread me, Object result) {
        Object last = result;
        boolean isWaitedFor = PHASE.compareAndSet(this, RUNNING, OVER);
        if (!isWaitedFor) {
            while (phase == TELLING) {
                Thread.onSpinWait();
            }
            isWaitedFor = PHASE.compareAndSet(this, TOLD, OVER);
            last = calledOff();
        }
        // What is told to this one, or what it tells itself, is for nobody else.
        boolean _ = Thread.interrupted();
        if (me.wasTold()) {
            tellOuter(me);
        }
        outer = null;
        Timer.Alarm alarm = grace;
        if (alarm != null) {
            boolean _ = alarm.cancel();
        }
        if (isWaitedFor) {
            over(last);
        } else {
            phase = OVER;
            if (worker != null) {
                pool.seats.freed(worker);
            }
        }
    }

    private void tellOuter(ForkThread me) {
        if (outer == null) {
            me.setTold(false);
        }
        for (JoinFork<?> each = outer; each != null; each = each.outer) {
            if (each.isTold()) {
                me.interrupt();
            }
        }
    }

    private boolean isTold() {
        int now = phase;
        return now == TELLING || now == TOLD || now == STUCK;
    }

    private void over(Object with) {
        END.setRelease(this, with);
        scope().ended(this);
    }

    // Stopping.

    @Override
    void callOff() {
        while (phase == BEGINNING) {
            Thread.onSpinWait();
        }
        if (PHASE.compareAndSet(this, NEW, OVER)) {
            over(calledOff());
        } else if (PHASE.compareAndSet(this, RUNNING, TELLING)) {
            try {
                grace = pool.timer().in(pool.graceNanos(), this::giveUp);
                ForkThread thread = Objects.requireNonNull(runner);
                thread.setTold(true);
                thread.interrupt();
            } finally {
                phase = TOLD;
            }
        }
    }

    private void giveUp() {
        while (phase == TELLING) {
            Thread.onSpinWait();
        }
        if (PHASE.compareAndSet(this, TOLD, STUCK)) {
            try {
                if (worker != null) {
                    pool.seats.stuck(worker, label(), pool.time().nanos());
                }
            } finally {
                over(calledOff());
            }
        }
    }

    private Ended calledOff() {
        try {
            return Ended.calledOff("task=" + label() + ", " + scope());
        } catch (OutOfMemoryError shortage) {
            return CALLED_OFF;
        }
    }

    // What it is.

    @Override
    @Nullable Object end() {
        return end;
    }

    @Override
    @Nullable Object settled() {
        return end;
    }

    @Override
    boolean isStuck() {
        return phase == STUCK;
    }

    @Override
    String label() {
        return scope().name();
    }

    private String details(Object work) {
        return "task=" + label() + ", " + scope() + ", code=" + Copies.codeOf(work);
    }

    // For the finder of deadlocks.

    @Override
    Need need() {
        return Need.any(this, this);
    }

    @Override
    public String title() {
        return "the end of a subtask of " + scope();
    }

    @Override
    public void tell(Holders holders) {
        Thread thread = runner;
        if (end == null && thread != null) {
            holders.hold(this, thread, 1);
        } else if (end == null) {
            holders.hold(this, ProcessHandle.current().pid(), Holders.ANYBODY, 1);
        }
    }
}
