package io.manyhands;

import io.manyhands.spi.LocalWorker;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/// A subtask on threads that needs nothing but to be run: of the JDK's fork/join framework (D. Lea,
/// A Java Fork/Join Framework, 2000), which costs much less than a task. Thread-safe.
/* Its owner, if it is a thread of the same framework, takes what it has forked back from its own
 * queue when it joins, last first, and runs it itself; others steal from the other end. It runs
 * nothing else while it waits: who joins holds locks that his own subtasks cannot wait for, as they
 * would have to be elsewhere to do so, but that those of others can.
 *
 *   NEW --> RUNNING --> OVER
 *    |        |          ^
 *    |        +-> TELLING -> TOLD -+-> OVER
 *    |                             +-> STUCK --> OVER
 *    +--> OVER (called off)
 *
 * Whoever calls it off interrupts its thread between TELLING and TOLD; the thread leaves TOLD only,
 * and clears its status then: so an interrupt hits this subtask and nothing else. If it was within
 * another that was told, too, it sets the status again.
 *
 * Field     written by                                read by
 * phase     its thread; who calls it off; the timer   anyone
 * end       who sets the phase to OVER or STUCK       anyone
 * runner    its thread, before RUNNING                anyone
 */
final class JoinFork<T extends @Nullable Object> extends Fork<T> implements Resource {
    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int TELLING = 2;
    private static final int TOLD = 3;
    private static final int STUCK = 4;
    private static final int OVER = 5;

    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(JoinFork.class, "phase", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// What a thread of the framework runs at this moment.
    private static final ThreadLocal<@Nullable JoinFork<?>> CURRENT = new ThreadLocal<>();

    private final Pool pool;
    private final ForkJoinPool threads;
    private final Object body;
    private final Work work = new Work();
    private volatile int phase;
    private volatile @Nullable Object end;
    private @Nullable Thread runner;
    private @Nullable LocalWorker worker;

    JoinFork(ScopeRun<?, ?> scope, Pool pool, ForkJoinPool threads, Object body) {
        super(scope);
        this.pool = pool;
        this.threads = threads;
        this.body = body;
    }

    /// It, as the framework sees it.
    private final class Work extends ForkJoinTask<@Nullable Void> {
        @Serial private static final long serialVersionUID = 1;

        @Override
        protected boolean exec() {
            run();
            return true;
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

    /// Whether the current thread is one that can run what it has forked.
    @SuppressWarnings("ReferenceEquality") // a pool is itself
    static boolean isInside(ForkJoinPool threads) {
        return Thread.currentThread() instanceof ForkJoinWorkerThread own
                && own.getPool() == threads;
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
        if (isInside(threads)) {
            ForkJoinTask<@Nullable Void> _ = work.fork();
        } else {
            threads.execute(work);
        }
    }

    /// Runs it, if nobody has begun it and the current thread was the last to fork.
    void runIfLast() {
        if (work.tryUnfork()) {
            run();
        }
    }

    // In its thread.

    private void run() {
        Thread me = Thread.currentThread();
        runner = me;
        if (!PHASE.compareAndSet(this, NEW, RUNNING)) {
            return;
        }
        JoinFork<?> outer = CURRENT.get();
        worker = outer == null ? LocalWorker.current() : null;
        CURRENT.set(this);
        Object result = null;
        Throwable failure = pool.startFailure();
        if (failure == null) {
            try {
                Object value = outer == null ? runHere(body) : TaskRun.perform(body);
                result = Ended.value(value);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }
        CURRENT.set(outer);
        LocalWorker own = worker;
        if (own != null) {
            failure = TaskRun.failureAtEnd(own, failure);
        }
        finish(me, outer, failure == null ? result : Ended.failed(failure, details()));
    }

    private void finish(Thread me, @Nullable JoinFork<?> outer, @Nullable Object result) {
        if (PHASE.compareAndSet(this, RUNNING, OVER)) {
            over(Objects.requireNonNull(result));
        } else {
            while (phase == TELLING) {
                Thread.onSpinWait();
            }
            boolean isWaitedFor = PHASE.compareAndSet(this, TOLD, OVER);
            boolean _ = Thread.interrupted();
            if (isWaitedFor) {
                over(Ended.calledOff(details()));
            } else {
                phase = OVER;
                if (worker != null) {
                    pool.seats.freed(worker);
                }
            }
        }
        if (outer != null && outer.isTold()) {
            me.interrupt();
        }
    }

    private boolean isTold() {
        int now = phase;
        return now == TELLING || now == TOLD || now == STUCK;
    }

    private void over(Object with) {
        end = with;
        scope().ended(this);
    }

    // Stopping.

    @Override
    void callOff() {
        if (PHASE.compareAndSet(this, NEW, OVER)) {
            over(Ended.calledOff(details()));
        } else if (PHASE.compareAndSet(this, RUNNING, TELLING)) {
            Objects.requireNonNull(runner).interrupt();
            phase = TOLD;
            Timer.Alarm _ = pool.timer().in(pool.graceNanos(), this::giveUp);
        }
    }

    private void giveUp() {
        if (PHASE.compareAndSet(this, TOLD, STUCK)) {
            if (worker != null) {
                pool.seats.stuck(worker, label(), pool.time().nanos());
            }
            over(Ended.calledOff(details()));
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
    String label() {
        return "fork";
    }

    private String details() {
        return "task=" + label() + ", " + scope() + ", code=" + Copies.codeOf(body);
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
