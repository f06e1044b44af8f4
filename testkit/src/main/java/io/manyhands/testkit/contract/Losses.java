package io.manyhands.testkit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of workers that were lost, and of processes in general. Stateless.
final class Losses {
    private Losses() {}

    /// The loss that a task failed with.
    static WorkerLostException of(TaskFuture<?> future) throws InterruptedException {
        return of(FailuresContract.failureOf(future).getCause());
    }

    static WorkerLostException of(@Nullable Throwable cause) {
        assertThat(cause).isInstanceOf(WorkerLostException.class);
        return (WorkerLostException) cause;
    }

    static List<String> lastLines(WorkerLostException lost) {
        return lost.lastLines();
    }

    /// What the JVM wrote of its end, or null if it wrote nothing.
    static @Nullable String fatalErrorFile(WorkerLostException lost) {
        return lost.fatalErrorLog().orElse(null);
    }

    static long ownPid() {
        return ProcessHandle.current().pid();
    }

    /// Whether a process runs; one that has ended and was not fetched by its parent yet does not.
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /// The workers of a program, by the place of the arguments that they were given: also those
    /// that nobody has seen start.
    static List<Long> workersOf(long program) {
        String[] pids = new File("/proc").list((_, name) -> Character.isDigit(name.charAt(0)));
        List<Long> workers = new ArrayList<>();
        for (String pid : pids == null ? new String[0] : pids) {
            try {
                String line = Files.readString(Path.of("/proc", pid, "cmdline"), ISO_8859_1);
                if (line.contains("/manyhands-" + program + "-")) {
                    workers.add(Long.valueOf(pid));
                }
            } catch (IOException gone) {
                // No worker of anybody's.
            }
        }
        return workers;
    }

    static void awaitGone(long pid) {
        Await.until("a process is gone: pid=" + pid, () -> !isAlive(pid));
    }
}
