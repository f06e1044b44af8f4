package io.manyhands.testkit.kill;

import io.manyhands.Action;
import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.NativeCode;
import io.manyhands.testkit.SystemProcesses;
import java.time.Duration;
import java.util.stream.IntStream;

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
        STOP
    }

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

    private static void stop() throws Exception {
        boolean _ = SystemProcesses.signal("STOP", ProcessHandle.current().pid());
        rest();
    }
}
