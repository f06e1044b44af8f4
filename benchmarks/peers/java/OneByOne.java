package io.manyhands.peers;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskProcess;
import io.manyhands.TaskStatus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures what a process costs that is started for one task, and a program of the system, beside
/// a `ProcessBuilder` alone. Prints the rows of a table.
final class OneByOne {
    private static final int COMMANDS = 200;
    private static final int TASKS = 40;
    private static final int MANY = 50;

    private OneByOne() {}

    /// Something to be timed.
    private interface Run {
        void run() throws Exception;
    }

    /// Measures, twice everything: the second time counts.
    static void main() throws Exception {
        String[] results = new String[4];
        for (int round = 0; round < 2; round++) {
            results[0] = row("`ProcessBuilder`: `true`, start to end", COMMANDS, OneByOne::plain);
            results[1] = row("`TaskProcess.command`: the same", COMMANDS, OneByOne::command);
            results[2] = row("`TaskProcess.start`: start to result", TASKS, OneByOne::result);
            results[3] = row("`TaskProcess.start`: start to end", TASKS, OneByOne::whole);
        }
        for (String each : results) {
            System.out.println(each);
        }
        many();
    }

    private static String row(String what, int count, Run run) throws Exception {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            run.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return "| %s | %.1f | %.1f | %.1f |"
                .formatted(
                        what,
                        nanos[count / 10] / 1e6,
                        nanos[count / 2] / 1e6,
                        nanos[count * 9 / 10] / 1e6);
    }

    private static void plain() throws Exception {
        new ProcessBuilder("true").start().waitFor();
    }

    private static void command() throws Exception {
        TaskProcess.command("true").run();
    }

    // Its end is waited for outside the time of the next.
    private static TaskProcess<?> last;

    private static void result() throws Exception {
        TaskProcess<Integer> process = TaskProcess.start(() -> 1);
        process.result();
        last = process;
    }

    private static void whole() throws Exception {
        try (TaskProcess<Integer> process = TaskProcess.start(() -> 1)) {
            process.result();
        }
    }

    private static void many() throws Exception {
        last.join();
        int threadsBefore = Thread.activeCount();
        ProcessOptions small = ProcessOptions.defaults().withMaxHeap("32m");
        List<TaskProcess<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            all.add(TaskProcess.start(small, () -> Thread.sleep(100_000)));
        }
        for (TaskProcess<?> each : all) {
            while (each.task().status() != TaskStatus.RUNNING) {
                Thread.sleep(1);
            }
        }
        long up = System.nanoTime();
        int threads = Thread.activeCount() - threadsBefore;
        long kill = System.nanoTime();
        for (TaskProcess<?> each : all) {
            each.kill();
        }
        for (TaskProcess<?> each : all) {
            each.join();
        }
        long gone = System.nanoTime();
        System.out.printf(
                "%n%d at once: all run after %.0f ms; killed and gone after %.0f ms; %d threads more in"
                        + " the program.%n",
                MANY, (up - start) / 1e6, (gone - kill) / 1e6, threads);
    }
}
