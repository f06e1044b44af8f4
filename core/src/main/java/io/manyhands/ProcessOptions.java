package io.manyhands;

import io.manyhands.process.Launching;
import io.manyhands.process.ProcessShape;
import io.manyhands.process.Processes;
import io.manyhands.process.Terms;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How worker processes are to be. Immutable; each `with...` gives a new one.
///
/// @param common what workers of every kind have; its copies mean nothing here, where everything is
///   copied
/// @param maxHeap the most memory for the Java heap of each worker, as `-Xmx` has it; null for its
///   share of the machine's or the container's
/// @param jvmFlags more flags for the JVM of each worker, in this order, behind the library's own
/// @param filter what is asked about all that comes from the workers; null for no other filter than
///   the JVM's
/// @param output takes what the workers print; null for the logger `io.manyhands.output`
/// @param turnover how workers come and go
/// @param maxMemory the most resident memory of each worker's process, as `-Xmx` has a size; null
///   for no limit
/// @param stopLimit how long a worker that has something to do may be stopped by a signal
/// @param place where the workers find themselves
public record ProcessOptions(
        LocalOptions common,
        @Nullable String maxHeap,
        List<String> jvmFlags,
        @Nullable ObjectInputFilter filter,
        @Nullable Consumer<OutputLine> output,
        Turnover turnover,
        @Nullable String maxMemory,
        Duration stopLimit,
        ProcessPlace place) {
    private static final ProcessOptions DEFAULTS =
            new ProcessOptions(
                    LocalOptions.defaults().withMaxSpares(16),
                    null,
                    List.of(),
                    null,
                    null,
                    Turnover.none(),
                    null,
                    Duration.ofSeconds(5),
                    ProcessPlace.same());

    /// Checks and copies the parts.
    ///
    /// @throws IllegalArgumentException if a size is none, or the limit is not positive
    public ProcessOptions {
        Checks.notNull("common", common);
        Checks.notNull("jvmFlags", jvmFlags);
        Checks.notNull("turnover", turnover);
        Sizes.check("maxHeap", maxHeap);
        Sizes.check("maxMemory", maxMemory);
        Checks.positive("stopLimit", stopLimit);
        Checks.notNull("place", place);
        jvmFlags = List.copyOf(jvmFlags);
    }

    /// As many workers as the machine has processors, whose heaps together take at most three
    /// quarters of its memory, or the container's; 16 spares; five seconds for one that is stopped.
    ///
    /// @return the defaults
    public static ProcessOptions defaults() {
        return DEFAULTS;
    }

    /// The same with other parts that workers of every kind have, all at once.
    ///
    /// @param parts the parts
    /// @return new options
    public ProcessOptions withCommon(LocalOptions parts) {
        return new ProcessOptions(
                parts, maxHeap, jvmFlags, filter, output, turnover, maxMemory, stopLimit, place);
    }

    /// The same with another number of workers.
    ///
    /// @param workers how many processes, at least 1
    /// @return new options
    /// @throws IllegalArgumentException if it is less than 1
    public ProcessOptions withCount(int workers) {
        return withCommon(common.withCount(workers));
    }

    /// The same with a name.
    ///
    /// @param prefix what the names of the workers begin with, not blank
    /// @return new options
    /// @throws IllegalArgumentException if it is blank
    public ProcessOptions withName(String prefix) {
        return withCommon(common.withName(prefix));
    }

    /// The same with another grace period.
    ///
    /// @param period how long after an interrupt a task may take to end before its worker is
    ///   killed, not negative
    /// @return new options
    /// @throws IllegalArgumentException if it is negative
    public ProcessOptions withGrace(Duration period) {
        return withCommon(common.withGrace(period));
    }

    /// The same with traces: the failure of a task shows the whole stack trace of its submission.
    ///
    /// @return new options
    /// @see LocalOptions#withSubmitTraces()
    public ProcessOptions withSubmitTraces() {
        return withCommon(common.withSubmitTraces());
    }

    /// The same with a look for deadlocks now and then.
    ///
    /// @param interval how long from one look to the next
    /// @return new options
    /// @throws IllegalArgumentException if it is not positive
    /// @see LocalOptions#withDeadlockCheck(Duration)
    public ProcessOptions withDeadlockCheck(Duration interval) {
        return withCommon(common.withDeadlockCheck(interval));
    }

    /// The same with another clock, for tests and simulation. What the processes share goes by the
    /// machine's.
    ///
    /// @param source the clock of this JVM; the workers' own is the machine's
    /// @return new options
    public ProcessOptions withTimeSource(TimeSource source) {
        return withCommon(common.withTimeSource(source));
    }

    /// The same with another limit of spare workers. Each is a process, started when a task waits
    /// for another of the same workers and no worker is free for that one; beyond the limit such a
    /// wait fails at once.
    ///
    /// @param limit how many at once, at least 0
    /// @return new options
    /// @throws IllegalArgumentException if it is negative
    public ProcessOptions withMaxSpares(int limit) {
        return withCommon(common.withMaxSpares(limit));
    }

    /// The same with a start action, which travels as a task does.
    ///
    /// @param action runs in each new worker process before its first task; if it fails three times
    ///   in a row, the workers are shut down, and what waits fails with [WorkerStartException]
    /// @return new options
    public ProcessOptions withWorkerStart(Action action) {
        return withCommon(common.withWorkerStart(action));
    }

    /// The same with an end action, which travels as a task does.
    ///
    /// @param action runs in each worker process after its last task, unless the process is killed
    ///   or crashes
    /// @return new options
    public ProcessOptions withWorkerEnd(Action action) {
        return withCommon(common.withWorkerEnd(action));
    }

    /// The same with a listener.
    ///
    /// @param receiver gets every event
    /// @return new options
    public ProcessOptions withListener(WorkersListener receiver) {
        return withCommon(common.withListener(receiver));
    }

    /// The same with a limit of the Java heap of each worker. A task that needs more fails with
    /// [OutOfMemoryError], alone; its worker leaves then, in order, and is replaced.
    ///
    /// Without it, each of N workers may have 75/N percent, at most 25, of the memory of the
    /// machine or of the container (cgroup v1 or v2), as its JVM finds it; a spare has as much.
    ///
    /// @param size a number with `k`, `m`, `g` or `t`, as `-Xmx` takes it: `256m`
    /// @return new options
    /// @throws IllegalArgumentException if it is no such size
    public ProcessOptions withMaxHeap(String size) {
        return new ProcessOptions(
                common,
                Checks.notNull("maxHeap", size),
                jvmFlags,
                filter,
                output,
                turnover,
                maxMemory,
                stopLimit,
                place);
    }

    /// The same with more flags for the JVM of each worker.
    ///
    /// @param flags the flags, in place of those given before: `-XX:MaxMetaspaceSize=64m`
    /// @return new options
    public ProcessOptions withJvmFlags(String... flags) {
        return new ProcessOptions(
                common,
                maxHeap,
                List.of(flags),
                filter,
                output,
                turnover,
                maxMemory,
                stopLimit,
                place);
    }

    /// The same with a filter for what this program takes from its workers: results, and
    /// exceptions. A result that it rejects is refused, and that task alone fails, with
    /// [TaskNotSerializableException]; of an exception that it rejects, [RemoteTaskException]
    /// tells.
    ///
    /// It is asked as JDK serialization asks (JEP 290), by whoever waits for the result, for
    /// records, enums and collections, too; but not about results that are only a truth value, a
    /// number, a text or a date. What it leaves undecided is accepted within the limits that there
    /// always are. The filter of the whole JVM (`jdk.serialFilter`) is asked as well, with or
    /// without this one; a worker asks it about what it gets if a system property has set it.
    ///
    /// ```java
    /// ProcessOptions.defaults().withFilter(
    ///         ObjectInputFilter.Config.createFilter("com.example.shop.*;java.base/*;!*"))
    /// ```
    ///
    /// @param newFilter any number of threads may ask it at once
    /// @return new options
    /// @see <a href="https://openjdk.org/jeps/290">JEP 290</a>
    public ProcessOptions withFilter(ObjectInputFilter newFilter) {
        return new ProcessOptions(
                common,
                maxHeap,
                jvmFlags,
                Checks.notNull("newFilter", newFilter),
                output,
                turnover,
                maxMemory,
                stopLimit,
                place);
    }

    /// The same for workers whose results are not trusted: they may be, or be made of, the listed
    /// types and nothing else but primitives, texts, numbers, dates and times, optionals, and the
    /// usual lists, sets, maps and arrays of all these. A result with anything else is refused, as
    /// [#withFilter] says, in whose place this comes. An exception that is not of a listed type is
    /// told by [RemoteTaskException].
    ///
    /// So nothing that a worker sends runs code of a class that is not listed: no `readObject`, no
    /// `readResolve`, no constructor, no static initializer, no `hashCode`. That holds for what is
    /// decoded here. Whoever can make a worker run code of his own can still do what the user that
    /// the program runs as may do: see the project's threat model.
    ///
    /// @param types what may come: final classes, records and enums; what they extend may come too,
    ///   and not what extends them
    /// @return new options
    /// @see <a href="https://openjdk.org/jeps/290">JEP 290</a>
    public ProcessOptions untrusted(Class<?>... types) {
        return withFilter(new ListedTypes(types));
    }

    /// The same with a receiver of what the workers and their children print, from Java or from
    /// native code, in place of the `System.Logger` named `io.manyhands.output`.
    ///
    /// It gets one line at a time, on a thread of its own, those of one worker in their order. It
    /// may be slow: no worker waits for it. At most 1,024 lines wait for it; beyond that the oldest
    /// are dropped, and a line says how many. What it throws is logged once, and the next line
    /// comes all the same. After the close of the workers it has a second for the last lines.
    ///
    /// @param receiver gets every line
    /// @return new options
    public ProcessOptions withOutput(Consumer<OutputLine> receiver) {
        return new ProcessOptions(
                common,
                maxHeap,
                jvmFlags,
                filter,
                Checks.notNull("receiver", receiver),
                turnover,
                maxMemory,
                stopLimit,
                place);
    }

    // Where they are.

    /// The same with an environment variable of the workers, beside those of this JVM. What their
    /// tasks start has it, too. They are started by way of the system's shell, which passes on
    /// variables that have names as shells know them; and one from which a JVM takes flags, as
    /// `JAVA_TOOL_OPTIONS`, means the same for them.
    ///
    /// @param name the name of the variable
    /// @param value its value
    /// @return new options
    /// @throws IllegalArgumentException if the name is empty, or has an equals sign or a zero in
    ///   it, or the value has a zero in it
    public ProcessOptions withVariable(String name, String value) {
        return withPlace(place.withVariable(name, value));
    }

    /// The same with another working directory of the workers: from there relative paths are looked
    /// up by their tasks, by what these start, and by JVM flags that were [given][#withJvmFlags] to
    /// them. The classes of this program are found where they are.
    ///
    /// @param path the directory, which must be there when the workers are opened, and for as long
    ///   as others may have to be started; a relative one is within that of this JVM
    /// @return new options
    /// @throws IllegalArgumentException if it is not of the default file system
    public ProcessOptions withDirectory(Path path) {
        return withPlace(place.withDirectory(path));
    }

    private ProcessOptions withPlace(ProcessPlace other) {
        return new ProcessOptions(
                common, maxHeap, jvmFlags, filter, output, turnover, maxMemory, stopLimit, other);
    }

    // How workers come and go.

    /// The same with other rules of coming and going, all at once.
    ///
    /// @param rules the rules
    /// @return new options
    public ProcessOptions withTurnover(Turnover rules) {
        return new ProcessOptions(
                common, maxHeap, jvmFlags, filter, output, rules, maxMemory, stopLimit, place);
    }

    /// The same with workers that are replaced after some tasks: no process runs more than that
    /// many, and none is cut short. Another is started before a worker has run its last, and takes
    /// its place when the worker has nothing left to do; the worker then runs its end action and
    /// ends. Items of a map count as tasks, and so do repeated attempts; start and end actions do
    /// not. By default a worker stays for as long as it works.
    ///
    /// @param tasks how many, at least 1; a start of a process takes as long as many quick tasks
    /// @return new options
    /// @throws IllegalArgumentException if it is less than 1
    public ProcessOptions withRecycleAfter(long tasks) {
        Checks.argument(tasks >= 1, "Workers must run at least a task", "recycleAfter", tasks);
        return withTurnover(turnover.withRecycleAfter(tasks));
    }

    /// The same with workers that are replaced when they are old, each at another moment between
    /// nine tenths of that age and the whole. Another is started then; when it is up the worker
    /// takes no other task, and ends after its current one, which is never interrupted for this.
    /// From the start of the first worker on, not only from its first task, the JVM stays alive
    /// until the workers are closed.
    ///
    /// @param age counted from when the worker is up, its start action done; positive
    /// @return new options
    /// @throws IllegalArgumentException if it is not positive
    public ProcessOptions withMaxAge(Duration age) {
        Checks.notNull("maxAge", age);
        return withTurnover(turnover.withMaxAge(age));
    }

    /// The same with workers that are replaced when their memory has grown, as by age. It is the
    /// resident memory of the process, as the system counts it, compared with what it was when the
    /// worker was up, its start action done. A Java heap grows by itself up to its limit: so allow
    /// for that, and set [#withMaxHeap(String)]. Looked at between tasks, once a second at most;
    /// where there is no `/proc` as Linux has it, not at all.
    ///
    /// @param size a number with `k`, `m`, `g` or `t`: `256m`
    /// @return new options
    /// @throws IllegalArgumentException if it is no such size
    public ProcessOptions withRecycleGrowth(String size) {
        Checks.notNull("recycleGrowth", size);
        return withTurnover(turnover.withRecycleGrowth(size));
    }

    /// The same with fewer workers where little is to be done: so many start at once and stay, and
    /// others, up to the number of [#withCount(int)], come as tasks wait for them, and leave again
    /// after the [idle timeout][#withIdleTimeout(Duration)]. By default all start at once, and
    /// stay.
    ///
    /// @param workers how many there are at all times, at least 1; when the workers are opened, not
    ///   more than there are to be in all
    /// @return new options
    /// @throws IllegalArgumentException if it is less than 1
    public ProcessOptions withMinCount(int workers) {
        Checks.argument(workers >= 1, "The least number must be positive", "minCount", workers);
        return withTurnover(turnover.withMinCount(workers));
    }

    /// The same with another time after which workers leave that have nothing to do: those above
    /// [the least number][#withMinCount(int)], and spares that nobody needs any more. By default it
    /// is a minute.
    ///
    /// @param timeout how long they have nothing to do, positive
    /// @return new options
    /// @throws IllegalArgumentException if it is not positive
    public ProcessOptions withIdleTimeout(Duration timeout) {
        return withTurnover(turnover.withIdleTimeout(timeout));
    }

    /// The same with warm spares: so many more workers are up, their start actions done, and get no
    /// tasks until one that works dies or leaves. Then one of them takes its place at once, and
    /// another is started behind it. By default there are none, and a place is empty for as long as
    /// a process takes to start. They have their memory beside that of the others.
    ///
    /// @param spares how many, at least 0
    /// @return new options
    /// @throws IllegalArgumentException if it is negative
    public ProcessOptions withWarmSpares(int spares) {
        return withTurnover(turnover.withWarmSpares(spares));
    }

    // Limits.

    /// The same with a limit of the resident memory of each worker: its heap, and what its JVM and
    /// native code take beside it. It is that of the worker's own process, without its children,
    /// and with what it shares with others.
    ///
    /// The system is asked about once a second, by the machine's clock, while the worker has
    /// something to do. One that is over the limit is killed and replaced: what it runs fails with
    /// [WorkerLostException], whose message has the memory and the limit; nothing else does. If it
    /// has just nothing to do it leaves instead, in order. Between two looks a worker may take more
    /// than the limit.
    ///
    /// @param size a number with `k`, `m`, `g` or `t`, as `-Xmx` takes it: `1g`; above what
    ///   [#withMaxHeap(String)] allows the heap
    /// @return new options, with which workers can be opened only where the system has `/proc`
    /// @throws IllegalArgumentException if it is no such size
    public ProcessOptions withMaxMemory(String size) {
        return new ProcessOptions(
                common,
                maxHeap,
                jvmFlags,
                filter,
                output,
                turnover,
                Checks.notNull("maxMemory", size),
                stopLimit,
                place);
    }

    /// The same with another limit of the time for which a worker may be stopped by a signal
    /// (`SIGSTOP`, `SIGTSTP`) while it has something to do. Beyond it the worker is killed and
    /// replaced, and what it runs fails with [WorkerLostException], which says so. One that goes on
    /// before notices nothing.
    ///
    /// A debugger's stop does not count, and where the system has no `/proc` none does. The worker
    /// is looked at about once a second, or four times within a shorter limit; the clock is the
    /// machine's.
    ///
    /// @param limit more than zero; a very long one for never
    /// @return new options
    /// @throws IllegalArgumentException if it is zero or negative
    public ProcessOptions withStopLimit(Duration limit) {
        return new ProcessOptions(
                common, maxHeap, jvmFlags, filter, output, turnover, maxMemory, limit, place);
    }

    /// Opens workers that come and go on these terms.
    Pool open(Terms terms) {
        ProcessShape shape =
                new ProcessShape(
                        maxHeap,
                        jvmFlags,
                        filter,
                        output == null ? null : new OutputReceiver(output),
                        Durations.nanos(common.grace()),
                        terms.count() + terms.warm(),
                        Sizes.bytes(maxMemory),
                        Durations.nanos(stopLimit),
                        place.surroundings());
        // First of all: a program's first processes take about as long to launch as all the rest.
        Launching launching = Launching.begin(shape);
        try {
            return new Pool(
                    common, true, pool -> new Processes(pool.host(), terms, shape, launching));
        } catch (Throwable failure) {
            launching.abandon();
            throw failure;
        }
    }
}
