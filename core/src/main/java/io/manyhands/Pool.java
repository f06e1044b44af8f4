package io.manyhands;

import io.manyhands.local.LocalObjects;
import io.manyhands.local.Packing;
import io.manyhands.room.Room;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import io.manyhands.spi.StackRoom;
import io.manyhands.spi.Worker;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleRequest.Target;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Workers of any kind: everything that is not particular to one.
/* The pool is a count of tasks and two flags in one word (PoolState); a backend that runs jobs; a
 * timer; and threads for users' code that is no task (Helpers). What is still to begin is in its
 * Backlog; its backend sees it as a PoolHost. It has terminated when it was shut down and the count
 * is zero; the one who makes it so lets all threads leave, and close() waits for them (PoolThreads).
 */
sealed class Pool extends AbstractWorkers implements Serializable permits Borrowed {
    @Serial private static final long serialVersionUID = 1;

    private final transient Target target;
    private final transient String name;
    private final transient LocalOptions options;
    private final transient Backend backend;
    private final transient Timer timer;
    final transient Snapshots snapshots;
    private final transient boolean keepsAlive;
    private final transient Helpers helpers;
    private final transient Journal journal;
    final transient PoolState state = new PoolState();
    final transient Seats seats;
    private final transient AtomicLong ids = new AtomicLong();
    private final transient Gate terminated = new Gate();
    private final transient Backlog backlog;
    private final transient PoolThreads threads;
    private final transient Windows windows;
    private final transient Host host = new PoolHost(this);
    private final transient WorkerActions actions;
    private final transient LocalObjects objects;
    final transient DeadlockWatch deadlockWatch;
    private final transient ReentrantLock lock = new ReentrantLock();

    Pool(LocalOptions options, boolean platform, Function<Pool, Backend> kind) {
        this(options, platform, Handle.next(), kind);
        Handle.opened(this);
        backend.open();
    }

    /// Workers that are not open yet.
    Pool(LocalOptions options, boolean platform, Target target, Function<Pool, Backend> kind) {
        this.options = options;
        this.target = target;
        this.name = options.name() == null ? "manyhands-" + target.number() : options.name();
        this.helpers = new Helpers(name);
        Thread.Builder builder = platform ? Thread.ofPlatform().daemon(false) : Thread.ofVirtual();
        this.timer =
                new Timer(options.timeSource(), builder.name(name + "-timer"), this::awaitLeaving);
        this.snapshots = new Snapshots(timer);
        this.keepsAlive = platform;
        this.backend = kind.apply(this);
        this.backlog = new Backlog(this, backend);
        this.seats = new Seats(backend, options.maxSpares());
        this.threads = new PoolThreads(this, seats, helpers, options.grace());
        this.actions = new WorkerActions(this, options.workerStart(), options.workerEnd());
        this.journal =
                new Journal(options.listener(), options.timeSource(), helpers, !isBorrowed());
        this.windows = new Windows(this, helpers);
        this.deadlockWatch = new DeadlockWatch(this, helpers, options.deadlockCheck());
        this.objects =
                new LocalObjects(
                        options.copies() ? new ItemCopies() : Packing.NONE,
                        PoolClock.of(options.timeSource()));
    }

    // What the pool is, for those inside.

    @Override
    Pool pool() {
        return this;
    }

    @Override
    Settings settings() {
        return Settings.DEFAULTS;
    }

    String name() {
        return name;
    }

    /// What it is called by in other processes.
    final Target target() {
        return target;
    }

    /// Whether the workers are those of the program that started this worker process.
    boolean isBorrowed() {
        return false;
    }

    /// Whether it has terminated, as far as is known here.
    final boolean isOver() {
        return terminated.isEnded();
    }

    TimeSource time() {
        return options.timeSource();
    }

    Timer timer() {
        return timer;
    }

    Backend backend() {
        return backend;
    }

    boolean isCopying() {
        return options.copies();
    }

    /// Whether tasks run elsewhere, and so travel.
    boolean isRemote() {
        return backend.codec(Codec.ownLoader()) != null;
    }

    /// What encodes tasks for their way elsewhere; null if they run in this JVM.
    @Nullable Copies copiesFor(ClassLoader loader) {
        Codec codec = backend.codec(loader);
        return codec == null ? null : Copies.with(codec);
    }

    long graceNanos() {
        return Durations.nanos(options.grace());
    }

    boolean isStopping() {
        return state.isStopping();
    }

    /// The pool as the backend sees it.
    Host host() {
        return host;
    }

    WorkerActions actions() {
        return actions;
    }

    /// Why no worker can be started, if that is so.
    @Nullable WorkerStartException startFailure() {
        return actions.failure();
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    @Nullable Throwable submissionTrace() {
        return options.submitTraces() ? new Throwable("The task was submitted here") : null;
    }

    @Override
    public String toString() {
        return name + "[" + backend.kind() + ", " + state + "]";
    }

    @Serial
    final Object writeReplace() {
        return Handle.of(this, null);
    }

    // Admission.

    /// Accepts a task and hands it to the workers.
    void enqueue(TaskRun<?> run) {
        accept(run);
        try {
            backend.execute(run);
        } catch (Throwable refused) {
            // For example no memory for a thread: the caller is told, and the task is over. Unless
            // it was over before, stopped with all others perhaps: then it was accepted.
            if (run.withdraw(Ended.failed(refused, "task=" + run.label())) != null) {
                throw refused;
            }
        }
    }

    /// Accepts a task that waits for its time.
    void enqueueLater(DelayedRun<?> run) {
        accept(run);
        if (run.isPeriodic()) {
            backlog.addPeriodic(run);
            if (isShutdown()) {
                backlog.cancelPeriodic();
            }
        }
        run.begin();
    }

    private void accept(TaskRun<?> run) {
        StackRoom.ensure();
        if (keepsAlive && !isShutdown()) {
            timer.start();
        }
        if (!state.enter()) {
            depart();
            throw actions.rejection();
        }
        deadlockWatch.begin();
        if (run.isCounted()) {
            journal.queued(run);
        }
        run.accepted();
    }

    /// A task has left: called once for each that was accepted.
    void depart() {
        if (state.leave()) {
            terminate();
        }
    }

    // What tasks tell.

    Backlog backlog() {
        return backlog;
    }

    Journal journal() {
        return journal;
    }

    void ended(TaskState<?> run, TaskStatus status) {
        if (run instanceof DelayedRun<?> delayed && delayed.isPeriodic()) {
            backlog.removePeriodic(delayed);
        }
        if (run.isCounted()) {
            journal.ended(run, status);
        }
    }

    void stuck(TaskState<?> run, Worker worker) {
        seats.stuck(worker, run.label(), time().nanos());
        journal.stuck(run, worker);
    }

    void freed(Worker worker) {
        seats.freed(worker);
        journal.freed(worker);
    }

    /// Lets a spare stand in for a worker of these that is about to wait.
    ///
    /// @param needed whether what it waits for could starve otherwise
    /// @return whether one does
    boolean lendSeat(boolean needed) {
        return seats.lend(needed);
    }

    void takeSeatBack() {
        seats.takeBack();
    }

    Windows windows() {
        return windows;
    }

    /// No worker can be started: nothing more is taken, and what waits fails.
    void breakDown(WorkerStartException cause) {
        shutdown();
        backlog.fail(cause);
    }

    @Override
    public <T> T shared(Blueprint<T> blueprint) {
        Checks.notNull("blueprint", blueprint);
        if (isOver()) {
            throw new IllegalStateException(
                    "Workers that have ended share nothing more: workers=" + name);
        }
        SharedObjects elsewhere = backend.shared();
        return (elsewhere == null ? objects : elsewhere).shared(blueprint);
    }

    /// Where what the tasks share is to be found by other processes; null if nowhere.
    @Nullable String sharedDirectory() {
        return backend.shared() instanceof Room room ? room.path().toString() : null;
    }

    @Override
    public WorkersStatistics statistics() {
        StackRoom.ensure();
        return journal.counters().statistics(name, backend, seats, windows, time().nanos());
    }

    // The end.

    @Override
    public void shutdown() {
        StackRoom.ensure();
        boolean over = state.shutDown();
        backlog.cancelPeriodic();
        windows.refuse();
        if (over) {
            terminate();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        StackRoom.ensure();
        boolean over = state.stop();
        windows.stop();
        List<Runnable> neverBegun = backlog.cancel();
        backlog.cancelPeriodic();
        actions.stop();
        for (Worker worker : backend.workers()) {
            if (worker.job() instanceof TaskRun<?> run) {
                run.stop(TaskRun.Stop.SHUTDOWN);
            }
        }
        if (over) {
            terminate();
        }
        return neverBegun;
    }

    @Override
    public boolean isShutdown() {
        return state.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return terminated.isEnded();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(time(), Durations.nanos(timeout, unit));
    }

    @Override
    public void close() {
        if (Waits.currentPool() == this || helpers.isCurrent()) {
            throw new IllegalStateException(
                    "Workers cannot be closed by their own tasks or callbacks: workers=" + name);
        }
        shutdown();
        boolean interrupted = false;
        while (!terminated.isEnded()) {
            try {
                terminated.await(time());
            } catch (InterruptedException stop) {
                interrupted = true;
                List<Runnable> _ = shutdownNow();
            }
        }
        interrupted |= threads.awaitAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void terminate() {
        lock.lock();
        try {
            if (terminated.isEnded()) {
                return;
            }
            backend.shutdown();
            windows.end();
            tellListeners();
            snapshots.close();
            timer.close();
            Handle.closed(this);
            terminated.open();
        } finally {
            lock.unlock();
        }
    }

    /// Who listens is told the end by the timer's thread. Without it, at once: all must end, and
    /// what workers and callbacks still have to tell is lost.
    private void tellListeners() {
        if (!journal.lastCall()) {
            return;
        }
        try {
            timer.start();
        } catch (Throwable noThread) {
            Reports.log("Workers end without a thread for their listeners", noThread);
            journal.end();
        }
    }

    /// Waits, in the timer's thread and after the last task, until users' code has ended: so that
    /// the JVM stays for it, and the listener is told of it, without a close().
    private void awaitLeaving() {
        threads.awaitUsers();
        journal.end();
    }
}
