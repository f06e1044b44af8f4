package io.manyhands.testkit.contract;

import io.manyhands.CommandEnd;
import io.manyhands.CommandProcess;
import io.manyhands.TaskProcess;
import io.manyhands.testkit.SystemProcesses;
import java.util.List;

/// A program of its own that starts processes one by one: one that computes, a program of the
/// system, and one that runs a program of the system. Then it ends, or is ended.
final class ProgramWithProcesses {
    /// How many processes there are then that are not this program's own.
    static final int PROCESSES = 6;

    private ProgramWithProcesses() {}

    /// The program.
    ///
    /// @param arguments how it ends, and the file for the processes' numbers
    public static void main(String[] arguments) throws Exception {
        String file = arguments[1];
        TaskProcess<?> _ = TaskProcess.start(() -> spin(file));
        CommandProcess _ = DeafProgram.noting(file).start();
        TaskProcess<?> _ =
                TaskProcess.start(() -> {
                    note(file);
                    CommandEnd _ = DeafProgram.noting(file).run();
                });
        List<Long> _ = DeafProgram.awaitPids(java.nio.file.Path.of(file), PROCESSES);
        end(ProgramThatEnds.End.valueOf(arguments[0]));
    }

    /// What starts the program.
    static ProcessBuilder builder(ProgramThatEnds.End end, String file) {
        List<String> command = SystemProcesses.java(ProgramWithProcesses.class);
        command.add(end.name());
        command.add(file);
        return new ProcessBuilder(command).inheritIO();
    }

    private static void spin(String file) throws Exception {
        note(file);
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static void note(String file) throws Exception {
        String script = "echo " + Losses.ownPid() + " >> \"$1\"";
        CommandEnd _ = TaskProcess.command("/bin/sh", "-c", script, "sh", file).run();
    }

    @SuppressWarnings("SystemExitOutsideMain") // what is tested
    private static void end(ProgramThatEnds.End end) throws InterruptedException {
        switch (end) {
            case HALT -> Runtime.getRuntime().halt(0);
            case EXIT -> System.exit(0);
            default -> new Signal().await();
        }
    }
}
