package io.manyhands;

import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How worker processes are to be. Immutable; each `with...` gives a new one.
///
/// @param common what workers of every kind have; its copies mean nothing here, where everything is
///   copied
/// @param maxHeap the most memory for the Java heap of each worker, as `-Xmx` has it; null for the
///   JVM's own default
/// @param jvmFlags more flags for the JVM of each worker, in this order, behind the library's own
/// @param filter what is asked about all that comes from the workers; null for no other filter than
///   the JVM's
/// @param output takes what the workers print; null for the logger `io.manyhands.output`
public record ProcessOptions(
        LocalOptions common,
        @Nullable String maxHeap,
        List<String> jvmFlags,
        @Nullable ObjectInputFilter filter,
        @Nullable Consumer<OutputLine> output) {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");
    private static final ProcessOptions DEFAULTS =
            new ProcessOptions(
                    LocalOptions.defaults().withMaxSpares(16), null, List.of(), null, null);

    /// Checks and copies the parts.
    ///
    /// @throws IllegalArgumentException if the heap's size is none
    public ProcessOptions {
        Checks.notNull("common", common);
        Checks.notNull("jvmFlags", jvmFlags);
        Checks.argument(
                maxHeap == null || SIZE.matcher(maxHeap).matches(),
                "A heap's size must be a number with k, m, g or t",
                "maxHeap",
                "'" + maxHeap + "'");
        jvmFlags = List.copyOf(jvmFlags);
    }

    /// As many workers as the machine has processors, with the JVM's own limit of memory, and 16
    /// spares.
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
        return new ProcessOptions(parts, maxHeap, jvmFlags, filter, output);
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

    /// The same with another clock, for tests and simulation.
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
    /// [OutOfMemoryError].
    ///
    /// @param size a number with `k`, `m`, `g` or `t`, as `-Xmx` takes it: `256m`
    /// @return new options
    /// @throws IllegalArgumentException if it is no such size
    public ProcessOptions withMaxHeap(String size) {
        return new ProcessOptions(
                common, Checks.notNull("maxHeap", size), jvmFlags, filter, output);
    }

    /// The same with more flags for the JVM of each worker.
    ///
    /// @param flags the flags, in place of those given before: `-XX:MaxMetaspaceSize=64m`
    /// @return new options
    public ProcessOptions withJvmFlags(String... flags) {
        return new ProcessOptions(common, maxHeap, List.of(flags), filter, output);
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
                common, maxHeap, jvmFlags, Checks.notNull("newFilter", newFilter), output);
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
                common, maxHeap, jvmFlags, filter, Checks.notNull("receiver", receiver));
    }
}
