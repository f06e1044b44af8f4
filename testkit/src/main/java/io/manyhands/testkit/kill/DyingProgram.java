package io.manyhands.testkit.kill;

import io.manyhands.Action;
import io.manyhands.Command;
import io.manyhands.CommandEnd;
import io.manyhands.CommandFailedException;
import io.manyhands.CommandProcess;
import io.manyhands.ProcessOptions;
import io.manyhands.Scope.Joiner;
import io.manyhands.Scope.Subtask;
import io.manyhands.TaskFuture;
import io.manyhands.TaskProcess;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import io.manyhands.testkit.NativeCode;
import io.manyhands.testkit.SystemProcesses;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program with two workers that does the same until somebody kills it.
public final class DyingProgram {
    /// What it does.
    enum Deed {
        /// Opens and closes workers that have nothing to do.
        OPEN,
        /// Leaves them without work.
        IDLE,
        /// Has them compute and listen to nobody.
        BUSY,
        /// Has them sleep in native code.
        NATIVE,
        /// Has them go through a map.
        MAP,
        /// Has them replaced all the time.
        REPLACE,
        /// Has them recycled all the time.
        RECYCLE,
        /// Has them start children.
        FORK,
        /// Opens workers, gives them work, and closes them.
        CLOSE,
        /// Stops them by a signal.
        STOP,
        /// Has them open scopes within scopes.
        SCOPES(true),
        /// Has processes of one task with children, starts and kills them.
        PROCESSES(true),
        /// Runs programs of the system with children, to their timeouts.
        COMMANDS(true),
        /// Has the workers run such.
        COMMANDS_OF_WORKERS(true);

        private final boolean hasObjects;

        Deed() {
            this(false);
        }

        Deed(boolean hasObjects) {
            this.hasObjects = hasObjects;
        }

        /// Those of workers, or those with scopes, process objects and programs.
        static List<Deed> all(boolean withObjects) {
            return Stream.of(values()).filter(deed -> deed.hasObjects == withObjects).toList();
        }
    }

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final int MANY = 1_000_000_000;

    private DyingProgram() {}

    /// The program.
    ///
    /// @param arguments the deed
    /// @throws Exception if it cannot go on
    public static void main(String[] arguments) throws Exception {
        Deed deed = Deed.valueOf(arguments[0]);
        while (true) {
            try (Workers workers = open(deed)) {
                act(deed, workers);
            } catch (TaskTimeoutException late) {
                // That of a scope.
            }
        }
    }

    private static Workers open(Deed deed) {
        ProcessOptions options =
                ProcessOptions.defaults()
                        .withCount(2)
                        .withMaxHeap("32m")
                        .withGrace(Duration.ofMillis(50));
        return Workers.processes(
                deed == Deed.RECYCLE ? options.withRecycleAfter(1).withWarmSpares(1) : options);
    }

    private static void act(Deed deed, Workers workers) throws Exception {
        switch (deed) {
            case OPEN -> {}
            case IDLE -> rest();
            case BUSY -> both(workers, DyingProgram::spin);
            case NATIVE -> both(workers, () -> NativeCode.sleep(1000));
            case MAP -> {
                long sum = 0;
                for (int item :
                        workers.map(() -> IntStream.range(0, MANY).iterator(), i -> i + 1)) {
                    sum += item;
                }
                Streams.out().println(sum);
            }
            case REPLACE -> {
                while (true) {
                    both(workers, () -> Runtime.getRuntime().halt(1));
                }
            }
            case RECYCLE -> {
                while (true) {
                    both(workers, () -> {});
                }
            }
            case FORK -> both(workers, DyingProgram::fork);
            case CLOSE -> {
                for (int i = 0; i < 100; i++) {
                    TaskFuture<?> _ = workers.submit(() -> Thread.sleep(1));
                }
            }
            case STOP -> both(workers, DyingProgram::stop);
            case SCOPES -> scopes(workers);
            case PROCESSES -> processes();
            case COMMANDS -> commands();
            case COMMANDS_OF_WORKERS -> both(workers, DyingProgram::commands);
        }
    }

    private static void both(Workers workers, Action action) {
        TaskFuture<?> one = workers.submit(action);
        TaskFuture<?> other = workers.submit(action);
        while (!one.isDone() || !other.isDone()) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static void rest() throws InterruptedException {
        Thread.sleep(Duration.ofHours(1));
    }

    private static void spin() {
        while (MANY > 0) {
            Thread.onSpinWait();
        }
    }

    private static void fork() throws Exception {
        String command = "trap '' TERM HUP INT; sleep 1000 & sleep 1000";
        int _ = new ProcessBuilder("/bin/sh", "-c", command).start().waitFor();
    }

    private static void scopes(Workers workers) throws Exception {
        Object _ =
                workers.withDeadline(SHORT)
                        .scope(
                                Joiner.<Object>awaitAll(),
                                scope -> {
                                    Subtask<Object> _ =
                                            scope.fork(() ->
                                                    workers.scope(inner -> {
                                                        inner.fork(DyingProgram::spin);
                                                        Object _ = inner.join();
                                                        return 1;
                                                    }));
                                    Subtask<Object> _ = scope.fork(DyingProgram::rest);
                                    Object _ = scope.join();
                                    return 1;
                                });
    }

    private static void processes() throws Exception {
        ProcessOptions small = ProcessOptions.defaults().withMaxHeap("32m");
        TaskProcess<?> forking = TaskProcess.start(small, DyingProgram::fork);
        TaskProcess<Object> talking = TaskProcess.start(small, pipe -> pipe.receive());
        try (forking;
                talking) {
            Thread.sleep(SHORT);
            talking.pipe().send("the end");
            talking.join();
            forking.kill();
        }
    }

    private static void commands() throws Exception {
        String script = "trap '' TERM HUP INT; sleep 1000 & yes & sleep 1000";
        Command deaf = TaskProcess.command("/bin/sh", "-c", script);
        while (true) {
            try (CommandProcess _ = deaf.start()) {
                CommandEnd _ = deaf.withTimeout(SHORT).withGrace(SHORT).run();
            } catch (CommandFailedException late) {
                // Once more.
            }
        }
    }

    private static void stop() throws Exception {
        boolean _ = SystemProcesses.signal("STOP", ProcessHandle.current().pid());
        rest();
    }
}
