package io.manyhands;

import io.manyhands.process.ExitStatus;
import io.manyhands.process.OneProcess;
import io.manyhands.process.Processes;
import io.manyhands.process.Terms;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.SharedPipe;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process that runs one task: a JVM of its own, started for the task, which ends with it.
///
/// ```java
/// try (TaskProcess<Integer> process = TaskProcess.start(() -> 6 * 7)) {
///     System.out.println(process.result());
/// }
/// ```
///
/// It is to [Workers#processes(int)] what a thread is to a pool: for work that is long, that is to
/// be talked to or killed, or that wants a heap of its own. For many tasks a pool is faster: a
/// process takes some 50 ms to start. What is said of the tasks of worker processes holds for this
/// one: what it captures and its result are copied, classes and settings are those of this program,
/// what it prints goes to the logger, its failure and its crash are told by [#result()], and its
/// process group does not outlive this JVM by more than a second, however that ends.
///
/// The process ends by itself when its task has ended, whether anybody waits for it or not, and
/// nothing of it remains then: no process, thread or file. Until then it keeps this JVM from ending
/// by itself, as a thread would that is no daemon.
///
/// Thread-safe. *Memory consistency effects:* what happens before `start` happens-before the task,
/// which happens-before what follows a successful return of [#result()] or [#join()].
///
/// @param <T> the type of the task's value
public final class TaskProcess<T extends @Nullable Object> implements AutoCloseable {
    /// How many messages each direction of a pipe takes.
    private static final int PIPE_CAPACITY = 64;

    private final Pool pool;
    private final TaskFuture<T> task;
    private final @Nullable OneProcess process;
    private final @Nullable TaskPipe pipe;

    private TaskProcess(Pool pool, TaskFuture<T> task, @Nullable TaskPipe pipe) {
        this.pool = pool;
        this.task = task;
        this.process = ((Processes) pool.backend()).only();
        this.pipe = pipe;
    }

    // Starting.

    /// Starts a process for a task. Does not wait for the process.
    ///
    /// @param task the work; a lambda or a simple method reference
    /// @param <T> the type of its value
    /// @return the process
    /// @throws TaskNotSerializableException if the task cannot travel
    /// @throws UnsupportedOperationException on Windows
    /// @throws IllegalStateException as [Workers#processes(int)], in a worker process
    public static <T extends @Nullable Object> TaskProcess<T> start(Task<T> task) {
        return start(ProcessOptions.defaults(), task);
    }

    /// Starts a process for an action: as [#start(Task)], without a value.
    ///
    /// @param action the work; a lambda or a simple method reference, which may throw
    /// @return the process, whose result is null
    public static TaskProcess<?> start(Action action) {
        return start(ProcessOptions.defaults(), action);
    }

    /// Starts a process for a task that is to be talked to: it gets one end of a pipe, and
    /// [#pipe()] is the other. As [#start(Task)] for the rest; waits for some files to be made.
    ///
    /// @param task the work; its end of the pipe is closed when it has ended
    /// @param <T> the type of its value
    /// @return the process
    public static <T extends @Nullable Object> TaskProcess<T> start(
            Fn<? super PipeEnd<Object>, ? extends T> task) {
        return start(ProcessOptions.defaults(), task);
    }

    /// Starts a process for a task.
    ///
    /// @param options what the process is to be like: its name, heap, flags, variables, directory,
    ///   output, grace period, listener and so on. What they say of the number of workers and of
    ///   their coming and going means nothing here. By default its heap takes at most a quarter of
    ///   the machine's memory
    /// @param task the work; a lambda or a simple method reference
    /// @param <T> the type of its value
    /// @return the process
    /// @throws TaskNotSerializableException if the task cannot travel
    /// @throws IllegalArgumentException if the directory that the options name is not there
    public static <T extends @Nullable Object> TaskProcess<T> start(
            ProcessOptions options, Task<T> task) {
        Checks.notNull("task", task);
        return inPool(options, pool -> submit(pool, task, null));
    }

    /// Starts a process for an action.
    ///
    /// @param options what the process is to be like
    /// @param action the work; a lambda or a simple method reference, which may throw
    /// @return the process, whose result is null
    public static TaskProcess<?> start(ProcessOptions options, Action action) {
        Checks.notNull("action", action);
        Task<@Nullable Object> task = new ActionWithValue<@Nullable Object>(action, null);
        return TaskProcess.<@Nullable Object>start(options, task);
    }

    /// Starts a process for a task that is to be talked to.
    ///
    /// @param options what the process is to be like
    /// @param task the work; its end of the pipe is closed when it has ended
    /// @param <T> the type of its value
    /// @return the process
    public static <T extends @Nullable Object> TaskProcess<T> start(
            ProcessOptions options, Fn<? super PipeEnd<Object>, ? extends T> task) {
        Checks.notNull("task", task);
        return inPool(
                options,
                pool -> {
                    SharedPipe<Object> pipe = pool.pipe(PIPE_CAPACITY);
                    TaskPipe own = new TaskPipe(pipe.left(), pool);
                    return submit(pool, new TaskPipe.WithEnd<T>(task, pipe.right()), own);
                });
    }

    /// A program of the system, to be run as a process: `command("gzip", "-k", file)`.
    ///
    /// @param words the program, by name or by path, and its arguments
    /// @return what is to be run
    /// @throws IllegalArgumentException if there are no words, or the first is empty or begins with
    ///   a dash
    public static Command command(String... words) {
        return Command.of(words);
    }

    /// How the task of a pool that is open is submitted.
    private interface Start<T extends @Nullable Object> {
        TaskProcess<T> in(Pool pool);
    }

    private static <T extends @Nullable Object> TaskProcess<T> inPool(
            ProcessOptions options, Start<T> start) {
        Pool pool = options.withMaxSpares(0).open(Terms.once());
        TaskProcess<T> started = null;
        try {
            started = start.in(pool);
            return started;
        } finally {
            if (started == null) {
                pool.shutdown();
            }
        }
    }

    private static <T extends @Nullable Object> TaskProcess<T> submit(
            Pool pool, Task<T> task, @Nullable TaskPipe pipe) {
        TaskFuture<T> future = pool.submit(task);
        TaskProcess<T> started = new TaskProcess<>(pool, future, pipe);
        if (pipe == null) {
            pool.shutdown();
        } else {
            // What was sent can be received after the end; the room for it ends with the pool.
            TaskFuture<T> _ = future.onDone(new TaskPipe.AtEnd<>(pipe, pool));
        }
        return started;
    }

    // What it is.

    /// The name of the process, by which messages and the logger call it.
    ///
    /// @return that of the options, or `manyhands-` and a number
    public String name() {
        return pool.name();
    }

    /// The process. Waits until there is one, a few milliseconds; an interruption is kept for
    /// later.
    ///
    /// @return its number, which is also that of its process group
    /// @throws IllegalStateException if no process could be started; [#result()] says why
    public long pid() {
        long pid = process == null ? 0 : process.pid();
        if (pid == 0) {
            throw new IllegalStateException(
                    "A process must have been started to have a number: process=" + name());
        }
        return pid;
    }

    /// Whether it starts, runs, or is being cleared up after.
    ///
    /// @return false once nothing is left of it
    public boolean isAlive() {
        return !pool.isTerminated() || (process != null && process.isAlive());
    }

    /// The outcome to come of the task: its status, callbacks, cancellation. To cancel it with an
    /// interrupt kills the process if the task has not ended after the grace period.
    ///
    /// @return always the same
    public TaskFuture<T> task() {
        return task;
    }

    /// This end of the pipe to the task. What the task has sent before its end can be received
    /// after it; then comes [io.manyhands.shared.QueueClosedException], or
    /// [io.manyhands.shared.PipeBrokenException] if the process died before the task's end.
    ///
    /// Each direction holds 64 messages. This end cannot be captured by a task. A [Select] waits
    /// for those of several processes; once the task has ended in order and all was received, such
    /// an end is waited for no more.
    ///
    /// @return this end
    /// @throws IllegalStateException if the task was started without a pipe
    public PipeEnd<Object> pipe() {
        if (pipe == null) {
            throw new IllegalStateException(
                    "A task must take a pipe to be talked to: process=" + name());
        }
        return pipe;
    }

    // Its end.

    /// The value of the task. Waits for it, not for the end of the process.
    ///
    /// @return the value
    /// @throws ExecutionException if the task failed; the cause is its own exception, or
    ///   [WorkerLostException] if the process ended first, or [WorkerStartException] if there was
    ///   no process that could begin it
    /// @throws java.util.concurrent.CancellationException if the task was cancelled
    /// @throws InterruptedException if interrupted; the task goes on then
    public T result() throws InterruptedException, ExecutionException {
        return task.get();
    }

    /// The same, for some time.
    ///
    /// @param timeout how long to wait at most
    /// @return the value
    /// @throws ExecutionException if the task failed
    /// @throws TimeoutException if it has not ended in time; it goes on then
    /// @throws InterruptedException if interrupted; the task goes on then
    public T result(Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(Durations.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /// Waits until the process has ended, however it does, and nothing is left of it and its
    /// process group.
    ///
    /// @throws InterruptedException if interrupted; the process goes on then
    public void join() throws InterruptedException {
        while (!join(Durations.FOREVER)) {
            // A wait of that length does not end.
        }
    }

    private boolean join(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        return pool.awaitTermination(nanos, TimeUnit.NANOSECONDS)
                && (process == null || process.await(Math.max(0, end - System.nanoTime())));
    }

    /// As [#join()], for some time.
    ///
    /// @param timeout how long to wait at most; not at all if it is not positive
    /// @return whether it has ended
    /// @throws InterruptedException if interrupted; the process goes on then
    public boolean join(Duration timeout) throws InterruptedException {
        return join(Durations.nanos(timeout));
    }

    /// The exit status of the process: 0 if it ended in order, also after a task that failed; what
    /// the task has given to `System.exit`, if it has.
    ///
    /// @return the status; empty while the process is alive, if a signal ended it, or if there was
    ///   none
    public OptionalInt exit() {
        return ExitStatus.exit(status());
    }

    /// The signal that has ended the process.
    ///
    /// @return the name, as `SIGKILL`; empty while the process is alive, and if it has exited
    public Optional<String> signal() {
        return ExitStatus.signal(status());
    }

    private int status() {
        return process == null ? -1 : process.exitStatus();
    }

    /// Asks the process to end, and all of its process group: each gets `SIGTERM`. Its JVM runs its
    /// shutdown hooks while the task goes on, and exits; if it has not when the grace period of the
    /// options is over, a second by default, it is killed. Unless the task has ended before, it
    /// fails with [WorkerLostException]. Returns at once; does nothing once the process has ended.
    public void terminate() {
        OneProcess one = process;
        if (one != null && isAlive()) {
            one.terminate();
            Thread _ = Thread.ofVirtual().name(name() + "-terminate").start(new Killing(this));
        }
    }

    /// Kills the process and its process group (`SIGKILL`). A task that has not ended fails with
    /// [WorkerLostException], or with [WorkerStartException] if it had not begun. Returns at once;
    /// does nothing once the process has ended.
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /// Closes the pipe, if there is one, and waits until the process has ended by itself, as
    /// [Workers#close()] does. An interrupt stops the work: the task is interrupted, and its
    /// process killed if it has not ended after the grace period; the interrupt status is set again
    /// then.
    ///
    /// @throws IllegalStateException if called by a callback of its task, which it would wait for
    @Override
    public void close() {
        if (pipe != null) {
            pipe.close();
        }
        pool.close();
    }

    @Override
    public String toString() {
        return name() + "[" + task + "]";
    }

    /// Kills what has not ended after the grace period.
    private record Killing(TaskProcess<?> process) implements Runnable {
        @Override
        public void run() {
            try {
                if (!process.join(process.pool.graceNanos())) {
                    process.kill();
                }
            } catch (InterruptedException nobody) {
                // Nobody has a reason to.
                process.kill();
            }
        }
    }
}
