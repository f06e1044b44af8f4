package io.manyhands;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Guest;
import io.manyhands.spi.Host;
import io.manyhands.spi.Job;
import io.manyhands.spi.Worker;
import io.manyhands.spi.WorkerLoss;
import io.manyhands.wire.Codec;
import io.manyhands.wire.HandleRequest.Target;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Workers of any kind: everything that is not particular to one.
/* The pool is a count of tasks and two flags in one word (PoolState); a backend that runs jobs; a
 * timer; and threads for users' code that is no task (Helpers). It has terminated when it was shut
 * down and the count is zero; the one who makes it so lets the backend's workers, the timer and the
 * helpers leave, and close() waits for their threads.
 */
sealed class Pool extends AbstractSubmitter implements Workers, Host, Serializable
        permits Borrowed {
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
    private final transient PoolState state = new PoolState();
    private final transient Seats seats;
    private final transient AtomicLong ids = new AtomicLong();
    private final transient Gate terminated = new Gate();
    private final transient Set<TaskRun<?>> waiting = ConcurrentHashMap.newKeySet();
    private final transient Set<DelayedRun<?>> periodic = ConcurrentHashMap.newKeySet();
    private final transient Windows windows;
    private final transient WorkerActions actions;
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
        this.seats = new Seats(backend, options.maxSpares());
        this.actions = new WorkerActions(this, options.workerStart(), options.workerEnd());
        this.journal = new Journal(options.listener(), options.timeSource(), helpers);
        this.windows = new Windows(this, helpers);
        prepareActions(options);
    }

    /// An action that cannot travel is refused at once.
    private void prepareActions(LocalOptions own) {
        for (Action action : new Action[] {own.workerStart(), own.workerEnd()}) {
            if (action != null && isRemote()) {
                Object _ = prepared("action", action);
            }
        }
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

    @Override
    public String name() {
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

    boolean isBroken() {
        return actions.failure() != null;
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

    /// What is to be run for what was submitted.
    Object prepared(String what, Object task) {
        Checks.notNull(what, task);
        ClassLoader loader = Copies.loaderOf(task);
        Copies elsewhere = copiesFor(loader);
        if (elsewhere != null) {
            return new TaskParcel(loader, elsewhere.encodeApart(task), task);
        }
        return isCopying() ? Copies.of(task).travelling(task) : task;
    }

    /// Accepts a task and hands it to the workers.
    void enqueue(TaskRun<?> run) {
        accept(run);
        try {
            backend.execute(run);
        } catch (Throwable refused) {
            // For example no memory for a thread: the caller is told, and the task is over.
            Object _ = run.withdraw(Ended.failed(refused, "task=" + run.label()));
            throw refused;
        }
    }

    /// Accepts a task that waits for its time.
    void enqueueLater(DelayedRun<?> run) {
        accept(run);
        if (run.isPeriodic()) {
            periodic.add(run);
            if (isShutdown()) {
                cancelPeriodic();
            }
            if (run.isDone()) {
                periodic.remove(run);
            }
        }
        run.begin();
    }

    private void accept(TaskRun<?> run) {
        if (keepsAlive && !isShutdown()) {
            timer.start();
        }
        if (!state.enter()) {
            depart();
            throw rejected();
        }
        if (run.isCounted()) {
            journal.queued(run);
        }
        run.accepted();
    }

    private RejectedExecutionException rejected() {
        Throwable broken = actions.failure();
        return broken == null
                ? new RejectedExecutionException(
                        "Workers that were shut down take no tasks: workers=" + name)
                : new RejectedExecutionException(String.valueOf(broken.getMessage()), broken);
    }

    /// A task has left: called once for each that was accepted.
    void depart() {
        if (state.leave()) {
            terminate();
        }
    }

    /// Keeps in mind which tasks wait for their time.
    void waiting(TaskRun<?> run, boolean waits) {
        if (waits) {
            waiting.add(run);
        } else {
            waiting.remove(run);
        }
    }

    // What tasks tell.

    Journal journal() {
        return journal;
    }

    void ended(TaskState<?> run, TaskStatus status) {
        if (run instanceof DelayedRun<?> delayed && delayed.isPeriodic()) {
            periodic.remove(delayed);
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

    void callBack(String label, Runnable callback) {
        Thread _ =
                helpers.start(
                        Helpers.Role.CALLBACK,
                        () -> {
                            try {
                                callback.run();
                            } catch (Throwable failure) {
                                journal.report("A callback threw: task=" + label, failure);
                            }
                        });
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

    @Override
    public Guest guest(Guest.Line line) {
        return new Client(this, line);
    }

    boolean isTerminating() {
        return isStopping() || terminated.isEnded();
    }

    Windows windows() {
        return windows;
    }

    // Workers' lives.

    @Override
    public void workerStarted(Worker worker) {
        if (actions.start(worker)) {
            journal.started(worker);
        }
    }

    @Override
    public void workerEnding(Worker worker) {
        if (actions.end(worker)) {
            journal.ended(worker);
        }
    }

    /// No worker can be started: nothing more is taken, and what waits fails.
    void breakDown(WorkerStartException cause) {
        shutdown();
        for (TaskRun<?> run : notBegun()) {
            run.drained(Ended.failed(cause, "task=" + run.label()));
        }
    }

    @Override
    public void lostIdle(WorkerLoss loss) {
        String what = "A worker was lost that ran nothing: worker=" + loss.worker();
        callBack(loss.worker(), () -> journal.report(what, new WorkerLostException(what, loss)));
    }

    @Override
    public void cannotStart(String message, Throwable cause) {
        actions.breakDown(new WorkerStartException(message, cause));
    }

    // Executor service.

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return Invoke.all(this, tasks, Durations.FOREVER);
    }

    @Override
    public <T> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return Invoke.all(this, tasks, Durations.nanos(timeout, unit));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return Invoke.any(this, tasks, Durations.FOREVER);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Invoke.any(this, tasks, Durations.nanos(timeout, unit));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        return scheduled("action", action, timing(delay, unit, null));
    }

    @Override
    public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        return scheduled("task", task, timing(delay, unit, null));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable action, long initialDelay, long period, TimeUnit unit) {
        Repeat repeat = repeat(Repeat.Kind.RATE_CATCHING_UP, period, unit);
        return scheduled("action", action, timing(initialDelay, unit, repeat));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable action, long initialDelay, long delay, TimeUnit unit) {
        Repeat repeat = repeat(Repeat.Kind.DELAY, delay, unit);
        return scheduled("action", action, timing(initialDelay, unit, repeat));
    }

    private static Repeat repeat(Repeat.Kind kind, long interval, TimeUnit unit) {
        Checks.argument(interval > 0, "A period must be positive", "period", interval);
        Duration length = Duration.ofNanos(Durations.nanos(interval, unit));
        return new Repeat(length, kind, length, false);
    }

    private DelayedRun.Timing timing(long delay, TimeUnit unit, @Nullable Repeat repeat) {
        return DelayedRun.Timing.repeated(Durations.nanos(delay, unit), time(), repeat);
    }

    private <T extends @Nullable Object> DelayedRun<T> scheduled(
            String what, Object task, DelayedRun.Timing timing) {
        Object body = prepared(what, task);
        DelayedRun<T> run = new DelayedRun<>(this, settings(), body, timing, false);
        enqueueLater(run);
        return run;
    }

    @Override
    public WorkersStatistics statistics() {
        return journal.counters().statistics(name, backend, seats, time().nanos());
    }

    // The end.

    @Override
    public void shutdown() {
        boolean over = state.shutDown();
        cancelPeriodic();
        windows.refuse();
        if (over) {
            terminate();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        boolean over = state.stop();
        windows.stop();
        List<Runnable> neverBegun = new ArrayList<>();
        for (TaskRun<?> run : notBegun()) {
            Object body = run.ownBody();
            if (run.drained(
                            Ended.cancelled(
                                    "The workers were stopped first", "task=" + run.label()))
                    && body != null) {
                neverBegun.add(Invoke.runnable(body));
            }
        }
        cancelPeriodic();
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
        interrupted |= awaitThreads();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancelPeriodic() {
        periodic.forEach(run -> run.cancel(false));
    }

    /// What no worker has begun: taken from the backend's queue, in the hand of a worker that is
    /// not up yet, or waiting for its time.
    private List<TaskRun<?>> notBegun() {
        List<TaskRun<?>> runs = new ArrayList<>();
        for (Job job : backend.drain()) {
            runs.add((TaskRun<?>) job);
        }
        for (Worker worker : backend.workers()) {
            if (worker.job() instanceof TaskRun<?> run && !run.isRunning()) {
                runs.add(run);
            }
        }
        runs.addAll(waiting);
        return runs;
    }

    private void terminate() {
        lock.lock();
        try {
            if (terminated.isEnded()) {
                return;
            }
            backend.shutdown();
            windows.end();
            if (journal.hasListener()) {
                timer.start();
            }
            snapshots.close();
            timer.close();
            Handle.closed(this);
            terminated.open();
        } finally {
            lock.unlock();
        }
    }

    /// Waits, in the timer's thread and after the last task, until users' code has ended: so that
    /// the JVM stays for it, and the listener is told of it, without a close().
    private void awaitLeaving() {
        Joining joining = new Joining(this, options.grace());
        joining.joinAll(this::threadsOfUsers);
        journal.end();
    }

    /// Waits for the threads to be gone. Workers and callbacks take as long as they take, unless
    /// the pool is being stopped; the others have nothing more to do.
    ///
    /// @return whether it was interrupted meanwhile
    private boolean awaitThreads() {
        Joining joining = new Joining(this, options.grace());
        joining.joinAll(this::threadsOfUsers);
        for (Helpers.Role role : List.of(Helpers.Role.FEEDER, Helpers.Role.WATCHER)) {
            helpers.threads(role).forEach(joining::joinForGrace);
        }
        Thread ringing = timer.thread();
        if (ringing != null) {
            joining.joinForGrace(ringing);
        }
        for (Thread listening : helpers.threads(Helpers.Role.LISTENER)) {
            if (!joining.joinForGrace(listening)) {
                listening.interrupt();
            }
        }
        return joining.wasInterrupted();
    }

    private List<Thread> threadsOfUsers() {
        List<Thread> threads = new ArrayList<>(helpers.threads(Helpers.Role.CALLBACK));
        for (Worker worker : backend.workers()) {
            if (!seats.isStuck(worker)) {
                threads.add(worker.thread());
            }
        }
        return threads;
    }
}
