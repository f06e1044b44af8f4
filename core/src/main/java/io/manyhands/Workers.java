package io.manyhands;

import io.manyhands.local.PlatformThreads;
import io.manyhands.local.VirtualThreads;
import io.manyhands.shared.SharedObjects;
import io.manyhands.spi.Backend;
import io.manyhands.spi.Host;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where tasks run: a pool of workers, to be opened with try-with-resources.
///
/// ```java
/// try (Workers workers = Workers.threads(4)) {
///     TaskFuture<Integer> answer = workers.submit(() -> 6 * 7);
///     System.out.println(answer.get());
/// }
/// ```
///
/// It is a [ScheduledExecutorService] as the JDK documents it, so that code written for one runs
/// unchanged, with these additions:
/// - every future ends: those of tasks that [#shutdownNow()] keeps from running are cancelled;
/// - a task that waits for another of the same workers cannot starve them (see [TaskFuture]);
/// - work that ignores its interrupt after a cancel, a timeout or `shutdownNow` for longer than the
///   grace period is reported as stuck and its thread replaced, and nobody waits for it any more;
/// - one-shot tasks already scheduled still run after [#shutdown()], periodic ones end with it.
///
/// They make what their tasks share: locks, queues, memory and more, as [SharedObjects]. What is
/// made belongs to them: once they have ended, they make nothing more.
///
/// The kind of workers is chosen by the factory method; everything else is the same for each.
/// Worker threads are daemons; from the first task of a pool of platform threads or processes to
/// its end, a timer thread of its own keeps the JVM alive, as an executor of the JDK would, but
/// never for the sake of a stuck task. A pool of virtual threads does not keep the JVM alive, as
/// the JDK's does not.
///
/// A `Workers` captured by a task travels as a handle, and so does a view of it: the task works
/// with the same workers. In the same JVM it is the very same object. In a worker process it stands
/// for the workers of the program, which alone distributes the work, with these differences:
/// - what is submitted there after the workers were shut down is not refused at `submit`: its
///   future fails with [RejectedExecutionException];
/// - when the process dies, what it has submitted is cancelled, but for what it gave to `execute`;
/// - [#isShutdown()], [#isTerminated()], [#statistics()], and the status of a task ask the program;
/// - [#shutdown()], [#shutdownNow()], [#awaitTermination], [#running(int)], [#watch] and everything
///   that schedules throw [UnsupportedOperationException], and [#close()] [IllegalStateException]:
///   the life of the workers is their program's;
/// - only workers that are processes can be used so, and only by the processes of their own
///   program.
///
/// Thread-safe.
public sealed interface Workers extends Submitter, ScheduledExecutorService, SharedObjects
        permits AbstractWorkers {

    /// Workers that are as many platform threads as there are processors for this JVM, started as
    /// tasks come.
    ///
    /// @return the workers, to be closed
    static Workers threads() {
        return threads(LocalOptions.defaults());
    }

    /// Workers that are so many platform threads, started as tasks come.
    ///
    /// @param count how many, at least 1
    /// @return the workers, to be closed
    /// @throws IllegalArgumentException if the count is less than 1
    static Workers threads(int count) {
        return threads(LocalOptions.defaults().withCount(count));
    }

    /// Workers that are platform threads.
    ///
    /// @param options how many, and all the rest; by default as many as the machine has processors
    /// @return the workers, to be closed
    static Workers threads(LocalOptions options) {
        int count = options.countOr(Runtime.getRuntime().availableProcessors());
        return new Pool(options, true, pool -> new PlatformThreads(pool.host(), count));
    }

    /// One virtual thread (JEP 444) for every task, without a limit.
    ///
    /// @return the workers, to be closed
    static Workers virtual() {
        return virtual(LocalOptions.defaults());
    }

    /// One virtual thread (JEP 444) for every task.
    ///
    /// @param options the count is how many tasks run at once; by default there is no limit
    /// @return the workers, to be closed
    static Workers virtual(LocalOptions options) {
        int limit = options.countOr(Integer.MAX_VALUE);
        return new Pool(options, false, pool -> new VirtualThreads(pool.host(), limit));
    }

    /// Workers that are as many processes as there are processors for this JVM: as
    /// [#processes(int)].
    ///
    /// @return the workers, to be closed
    /// @throws UnsupportedOperationException on Windows
    /// @throws IllegalStateException as [#processes(int)]
    static Workers processes() {
        return processes(ProcessOptions.defaults());
    }

    /// Workers that are so many processes: JVMs of their own that run this program's tasks. What a
    /// task captures, its argument and its result are copied; statics are per process.
    ///
    /// ```java
    /// try (Workers workers = Workers.processes(2)) {
    ///     System.out.println(workers.submit(() -> 6 * 7).get());
    /// }
    /// ```
    ///
    /// @param count how many, at least 1
    /// @return the workers, to be closed
    /// @throws IllegalArgumentException if the count is less than 1
    /// @throws UnsupportedOperationException on Windows
    /// @throws IllegalStateException in a worker process that is three levels below the program, or
    ///   what its system property `io.manyhands.maxDepth` says; and in one below workers of the
    ///   program whose tasks would have more processes open than `io.manyhands.maxNested` says
    static Workers processes(int count) {
        return processes(ProcessOptions.defaults().withCount(count));
    }

    /// Workers that are processes.
    ///
    /// The processes start at once, side by side, and are replaced when they die; options say when
    /// others come and go. A task that crashes its process, exits, or exhausts its memory fails
    /// with [WorkerLostException] or its own error, and nobody else is hurt. A task that ignores
    /// its interrupt for longer than the grace period is ended together with its process. When this
    /// JVM dies, however it dies, the processes are gone within a second, with all their children
    /// in the same process group.
    ///
    /// A task can open processes of its own, three levels deep in all, and 64, or eight for each
    /// processor, together with all other tasks of these workers: nesting without end is refused
    /// instead of filling the machine.
    ///
    /// @param options how many, and all the rest; by default as many as the machine has processors
    /// @return the workers, to be closed
    /// @throws UnsupportedOperationException on Windows, and with
    ///   [ProcessOptions#withMaxMemory(String)] on a system without `/proc`
    /// @throws IllegalArgumentException if the directory that the options name is not there
    /// @throws IllegalStateException in a worker process that is three levels below the program, or
    ///   what its system property `io.manyhands.maxDepth` says; and in one below workers of the
    ///   program whose tasks would have more processes open than `io.manyhands.maxNested` says
    static Workers processes(ProcessOptions options) {
        int count = options.common().countOr(Runtime.getRuntime().availableProcessors());
        return options.open(options.turnover().termsOf(count));
    }

    /// Workers of a kind that another module of this library brings. For those modules only: what a
    /// kind is made of is not exported to others.
    ///
    /// @param options all but how many
    /// @param kind makes the kind, for the pool above it; its jobs run in virtual threads, or
    ///   elsewhere
    /// @return the workers, to be closed
    static Workers ofKind(LocalOptions options, Function<Host, Backend> kind) {
        return new Pool(options, false, pool -> kind.apply(pool.host()));
    }

    /// The state of the workers at this moment, as far as one can be told while they work: each
    /// number is true, but they are not read at one instant.
    ///
    /// @return an immutable record
    WorkersStatistics statistics();

    /// What the workers run at this moment. Costs them nothing unless it is asked; each line is
    /// true, but they are not read at one instant. Forks of scopes are left out, as in
    /// [#statistics()].
    ///
    /// @param most how many at most, at least 0
    /// @return an immutable list in no order; tasks that wait for others are in it
    /// @throws IllegalArgumentException if the limit is negative
    /// @throws UnsupportedOperationException in a worker process, of the workers of its program
    List<WorkersStatistics.Running> running(int most);

    /// Tells another listener, from now on, what is out of the ordinary: every event but
    /// [WorkersEvent.TaskQueued], [WorkersEvent.TaskStarted] and the [WorkersEvent.TaskEnded] of a
    /// task that succeeded. So work that goes well is not slower for it, and items of a map stay
    /// what they are: those that fail come as [WorkersEvent.ItemFailed].
    ///
    /// Any number of listeners may watch; each has a virtual thread of its own and is told as
    /// [WorkersListener] says. Workers that have ended tell nothing more.
    ///
    /// @param listener who is told
    /// @return closes without waiting: what happened before is still told
    /// @throws UnsupportedOperationException in a worker process, of the workers of its program
    WorkersWatch watch(WorkersListener listener);

    /// {@inheritDoc}
    ///
    /// Waits for the callbacks that have begun, too. An interrupt turns it into [#shutdownNow()],
    /// and it goes on waiting, at most for the grace period, with the interrupt status set again at
    /// the end.
    ///
    /// @throws IllegalStateException if called by a task or a callback of these workers, which it
    ///   would wait for; nothing is done then
    @Override
    void close();

    /// {@inheritDoc}
    ///
    /// Each task that had not begun is cancelled and returned as something that can be run
    /// elsewhere, but for those that a task in a worker process has submitted. Running ones are
    /// interrupted, and end as they will; those that have not ended when the grace period is over
    /// are cancelled, and their threads reported as stuck. Started [Results] end with
    /// [java.util.concurrent.CancellationException].
    @Override
    List<Runnable> shutdownNow();

    /// {@inheritDoc}
    ///
    /// @throws RejectedExecutionException if the workers were shut down
    @Override
    <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task);

    /// {@inheritDoc}
    ///
    /// @throws RejectedExecutionException if the workers were shut down
    @Override
    TaskFuture<?> submit(Runnable action);

    /// {@inheritDoc}
    ///
    /// @throws RejectedExecutionException if the workers were shut down
    @Override
    <T extends @Nullable Object> TaskFuture<T> submit(Runnable action, T value);

    /// {@inheritDoc}
    ///
    /// @throws RejectedExecutionException if the workers were shut down
    @Override
    void execute(Runnable action);

    /// As [#schedule(Callable, long, TimeUnit)], for a lambda that can travel.
    ///
    /// @param task the work
    /// @param delay how long from now
    /// @param unit the unit of the delay
    /// @param <T> the type of its value
    /// @return its outcome to come
    default <T extends @Nullable Object> ScheduledFuture<T> schedule(
            Task<T> task, long delay, TimeUnit unit) {
        return schedule((Callable<T>) task, delay, unit);
    }

    /// As [#schedule(Runnable, long, TimeUnit)], for a lambda that can travel and may throw.
    ///
    /// @param action the work
    /// @param delay how long from now
    /// @param unit the unit of the delay
    /// @return its end to come
    default ScheduledFuture<?> schedule(Action action, long delay, TimeUnit unit) {
        return schedule((Runnable) action, delay, unit);
    }

    /// As [#scheduleAtFixedRate(Runnable, long, long, TimeUnit)], for a lambda that can travel and
    /// may throw.
    ///
    /// @param action the work
    /// @param initialDelay how long from now to the first run
    /// @param period from the start of one run to that of the next
    /// @param unit the unit of both
    /// @return its end to come
    default ScheduledFuture<?> scheduleAtFixedRate(
            Action action, long initialDelay, long period, TimeUnit unit) {
        return scheduleAtFixedRate((Runnable) action, initialDelay, period, unit);
    }

    /// As [#scheduleWithFixedDelay(Runnable, long, long, TimeUnit)], for a lambda that can travel
    /// and may throw.
    ///
    /// @param action the work
    /// @param initialDelay how long from now to the first run
    /// @param delay from the end of one run to the start of the next
    /// @param unit the unit of both
    /// @return its end to come
    default ScheduledFuture<?> scheduleWithFixedDelay(
            Action action, long initialDelay, long delay, TimeUnit unit) {
        return scheduleWithFixedDelay((Runnable) action, initialDelay, delay, unit);
    }
}
