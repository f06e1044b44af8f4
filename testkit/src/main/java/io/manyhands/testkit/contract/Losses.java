package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static void awaitGone(long pid) {
        Await.until("a process is gone: pid=" + pid, () -> !isAlive(pid));
    }
}
