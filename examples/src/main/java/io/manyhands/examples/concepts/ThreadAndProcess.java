package io.manyhands.examples.concepts;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/// The same task in a thread and in a process: the one adds to the list itself, the other to a
/// copy. Then one crashes: in a process that costs the task, and the next one runs in a new
/// process.
public final class ThreadAndProcess {
    private static final int LINES = 20;

    private ThreadAndProcess() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails that should not
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        List<String> list = new ArrayList<>();
        try (Workers threads = Workers.threads(1);
                Workers processes = Workers.processes(1)) {
            // What a process prints comes when it comes; a queue keeps the lines of all in order.
            SharedQueue<String> said = processes.queue("said", LINES);
            said.put("main -> thread, process: has both add to a list");
            // The process first: what its task captures is copied now, before the thread adds to
            // it.
            TaskFuture<Long> inProcess =
                    processes.submit(() -> add("process", "a copy", list, said));
            TaskFuture<Long> inThread = threads.submit(() -> add("thread", "the list", list, said));
            long thread = inThread.get();
            long process = inProcess.get();
            said.put("main <- thread, process: has the list, " + list);

            said.put("main -> process: submits a task that crashes");
            TaskFuture<?> crash = processes.submit(() -> crash(said));
            try {
                crash.get();
            } catch (ExecutionException failure) {
                Throwable cause = Objects.requireNonNull(failure.getCause());
                String got = "gets a " + cause.getClass().getSimpleName();
                said.put("main <- process -> new process: " + got + ", submits the next task");
            }
            boolean isNew = processes.submit(() -> goOn(thread, process, said)).get();
            said.put("main <- new process: " + (isNew ? "goes on" : "is confused"));
            said.close();
            said.untilClosed().forEach(System.out::println);
        }
    }

    private static long add(String who, String to, List<String> list, SharedQueue<String> said)
            throws InterruptedException {
        list.add(who);
        said.put(who + " <- main -> main: adds to " + to + ": " + list);
        return ProcessHandle.current().pid();
    }

    private static void crash(SharedQueue<String> said) throws InterruptedException {
        said.put("process <- main -> main: crashes");
        Runtime.getRuntime().halt(7);
    }

    private static boolean goOn(long thread, long process, SharedQueue<String> said)
            throws InterruptedException {
        said.put("new process <- main -> main: runs the next task");
        long here = ProcessHandle.current().pid();
        return here != thread && here != process;
    }
}
