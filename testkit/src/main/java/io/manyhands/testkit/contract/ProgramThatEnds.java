package io.manyhands.testkit.contract;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;

/// A program of its own, which starts two workers and ends, or is ended.
final class ProgramThatEnds {
    private static final int WORKERS = 2;

    /// What each worker is at then.
    enum Deed {
        /// Waits, and would end if interrupted.
        WAIT,
        /// Computes, and listens to nobody.
        SPIN,
        /// Has a child that sleeps.
        CHILD,
        /// Was stopped by a signal.
        FROZEN;

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
        for (int i = 0; i < WORKERS; i++) {
            TaskFuture<?> _ = workers.submit(() -> act(deed, pids));
        }
        pids.await(deed.processes());
        end(End.valueOf(arguments[1]), workers);
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
            pids.add("" + new ProcessBuilder("sleep", "1000").start().pid());
        }
        pids.add("" + Losses.ownPid());
        if (deed == Deed.FROZEN) {
            String stop = "kill -STOP " + Losses.ownPid();
            int _ = new ProcessBuilder("/bin/sh", "-c", stop).start().waitFor();
        }
        while (deed == Deed.SPIN) {
            Thread.onSpinWait();
        }
        new Signal().await();
    }
}
