package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.SystemProcesses;
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

    static boolean isAlive(long pid) {
        return SystemProcesses.isAlive(pid);
    }

    /// The workers of a program, by the place of the arguments that they were given: also those
    /// that nobody has seen start.
    static List<Long> workersOf(long program) {
        String place = "/manyhands-" + program + "-";
        return SystemProcesses.all().stream()
                .filter(pid -> SystemProcesses.commandLine(pid).contains(place))
                .toList();
    }

    static void awaitGone(long pid) {
        Await.until("a process is gone: pid=" + pid, () -> !isAlive(pid));
    }
}
