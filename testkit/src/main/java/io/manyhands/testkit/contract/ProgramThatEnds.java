package io.manyhands.testkit.contract;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.NativeCode;
import io.manyhands.testkit.SystemProcesses;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// A program of its own, which starts two workers and ends, or is ended.
final class ProgramThatEnds {
    /// What it notes if the same workers still work a while after it has begun to shut down.
    static final String WORKED_TO_THE_LAST = "worked to the last";

    private static final int WORKERS = 2;
    private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /// What each worker is at then.
    enum Deed {
        /// Waits, and would end if interrupted.
        WAIT,
        /// Computes, and listens to nobody.
        SPIN,
        /// Sleeps in native code, where no JVM can stop it.
        NATIVE,
        /// Has a child that sleeps.
        CHILD,
        /// Was stopped by a signal.
        FROZEN,
        /// Has nothing to do, but still has when the program shuts down.
        REST;

        /// How many processes there are to be gone.
        int processes() {
            return this == CHILD ? 2 * WORKERS : WORKERS;
        }
    }

    /// How the program ends.
    enum End {
        NONE,
        HALT,
        EXIT,
        MAIN_RETURNS_BEHIND_SHUTDOWN_NOW
    }

    private ProgramThatEnds() {}

    /// The program.
    ///
    /// @param arguments deed, end, and the place of the notes for the processes' numbers
    public static void main(String[] arguments) throws Exception {
        Deed deed = Deed.valueOf(arguments[0]);
        Notes pids = new Notes(new Place(Long.parseLong(arguments[2]), arguments[3]));
        Workers workers = Workers.processes(WORKERS);
        if (deed == Deed.REST) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> work(workers, pids)));
        }
        for (int i = 0; i < WORKERS; i++) {
            TaskFuture<?> _ = workers.submit(() -> act(deed, pids));
        }
        pids.await(deed.processes());
        end(End.valueOf(arguments[1]), workers);
    }

    /// What starts the program.
    static ProcessBuilder builder(Deed deed, End end, Notes pids) {
        List<String> command = SystemProcesses.java(ProgramThatEnds.class);
        command.add(deed.name());
        command.add(end.name());
        command.add(Long.toString(pids.place().number()));
        command.add(pids.place().directory());
        return new ProcessBuilder(command).inheritIO();
    }

    /// Works for a while, and notes it unless the workers become others meanwhile.
    private static void work(Workers workers, Notes notes) {
        List<String> same = notes.lines();
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < LAST_NANOS) {
                String pid = "" + workers.submit(() -> Losses.ownPid()).get();
                if (!same.contains(pid)) {
                    return;
                }
            }
            notes.add(WORKED_TO_THE_LAST);
        } catch (ExecutionException | InterruptedException | RejectedExecutionException failure) {
            notes.add("" + failure);
        }
    }

    @SuppressWarnings("SystemExitOutsideMain") // what is tested
    private static void end(End end, Workers workers) throws InterruptedException {
        switch (end) {
            case NONE -> new Signal().await();
            case HALT -> Runtime.getRuntime().halt(0);
            case EXIT -> System.exit(0);
            case MAIN_RETURNS_BEHIND_SHUTDOWN_NOW -> {
                for (Runnable neverBegun : workers.shutdownNow()) {
                    throw new AssertionError(neverBegun);
                }
            }
        }
    }

    private static void act(Deed deed, Notes pids) throws Exception {
        if (deed == Deed.CHILD) {
            pids.add("" + new ProcessBuilder("/bin/sleep", "1000").start().pid());
        }
        pids.add("" + Losses.ownPid());
        if (deed == Deed.REST) {
            // Each in a worker of its own.
            pids.await(WORKERS);
            return;
        }
        if (deed == Deed.FROZEN) {
            String stop = "kill -STOP " + Losses.ownPid();
            int _ = new ProcessBuilder("/bin/sh", "-c", stop).start().waitFor();
        }
        if (deed == Deed.NATIVE) {
            NativeCode.sleep(1000);
        }
        while (deed == Deed.SPIN) {
            Thread.onSpinWait();
        }
        new Signal().await();
    }
}
