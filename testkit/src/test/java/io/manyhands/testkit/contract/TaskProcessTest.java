package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskNotSerializableException;
import io.manyhands.TaskProcess;
import io.manyhands.TaskStatus;
import io.manyhands.WorkerLostException;
import io.manyhands.WorkerStartException;
import io.manyhands.shared.PipeBrokenException;
import io.manyhands.shared.PipeEnd;
import io.manyhands.shared.QueueClosedException;
import io.manyhands.testkit.Await;
import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes of one task each.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TaskProcessTest extends Contract {
    private static final ProcessOptions SMALL = ProcessOptions.defaults().withMaxHeap("64m");

    @TempDir private Path directory;

    @Override
    protected Kind kind() {
        return ProcessesKind.get();
    }

    @Test
    void taskRunsInAProcessOfItsOwn() throws Exception {
        try (TaskProcess<Long> process = TaskProcess.start(SMALL.withName("own"), Losses::ownPid)) {
            assertThat(process.name()).isEqualTo("own");
            assertThat(process.result()).isEqualTo(process.pid()).isNotEqualTo(Losses.ownPid());
            process.join();
            assertThat(process.exit()).hasValue(0);
            assertThat(process.signal()).isEmpty();
            assertThat(process.isAlive()).isFalse();
            assertThat(Path.of("/proc/" + process.pid())).doesNotExist();
        }
    }

    @Test
    void failureIsTheTasksOwn() throws Exception {
        try (TaskProcess<?> process = TaskProcess.start(SMALL, TaskProcessTest::fail)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(process::result)
                    .withCauseInstanceOf(java.io.FileNotFoundException.class);
            process.join();
            assertThat(process.exit()).hasValue(0);
        }
    }

    private static void fail() throws java.io.FileNotFoundException {
        throw new java.io.FileNotFoundException("none");
    }

    @Test
    void exitStatusIsThatOfTheProcess() throws Exception {
        try (TaskProcess<?> process = TaskProcess.start(SMALL, () -> System.exit(7))) {
            assertThat(failureOf(process.task()).getCause())
                    .isInstanceOf(WorkerLostException.class);
            process.join();
            assertThat(process.exit()).hasValue(7);
        }
    }

    @Test
    void taskThatCannotTravelIsRefusedAndNothingIsLeft() {
        Object cannot = new Object();
        assertThatExceptionOfType(TaskNotSerializableException.class)
                .isThrownBy(() -> TaskProcess.start(SMALL, cannot::hashCode));
        Await.until("nothing is left", () -> Leavings.processes().isEmpty());
        assertThat(files()).isEmpty();
    }

    @Test
    void processThatCannotStartIsTriedOnce() throws Exception {
        ProcessOptions broken = SMALL.withJvmFlags("-XX:NoSuchFlag=1");
        try (TaskProcess<?> process = TaskProcess.start(broken, () -> 1)) {
            assertThat(failureOf(process.task()).getCause())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("attempts=1")
                    .hasMessageContaining("NoSuchFlag");
            process.join();
            assertThat(process.exit()).hasValue(1);
        }
    }

    // The end.

    @Test
    void joinWaitsNoLongerThanTold() throws Exception {
        Signal end = signal();
        try (TaskProcess<?> process = TaskProcess.start(SMALL, end::await)) {
            assertThat(process.join(Duration.ZERO)).isFalse();
            assertThat(process.join(Duration.ofMillis(100))).isFalse();
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> process.result(Duration.ofMillis(1)));
            assertThat(process.isAlive()).isTrue();
            assertThat(process.exit()).isEmpty();
            end.give();
            assertThat(process.join(Await.patience())).isTrue();
        }
    }

    @Test
    void interruptedJoinChangesNothing() throws Exception {
        Signal end = signal();
        try (TaskProcess<Integer> process =
                TaskProcess.start(
                        SMALL,
                        () -> {
                            end.await();
                            return 5;
                        })) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(process::join);
            end.give();
            assertThat(process.result()).isEqualTo(5);
        }
    }

    @Test
    void killedProcessTakesItsGroupAlong() throws Exception {
        Notes child = new Notes();
        Signal never = signal();
        TaskProcess<?> process =
                TaskProcess.start(
                        SMALL,
                        () -> {
                            child.add("" + new ProcessBuilder("sleep", "1000").start().pid());
                            never.await();
                        });
        try (process) {
            child.await(1);
            process.kill();
            WorkerLostException lost = Losses.of(process.task());
            assertThat(lost.signal()).hasValue("SIGKILL");
            process.join();
            assertThat(process.signal()).hasValue("SIGKILL");
            assertThat(process.exit()).isEmpty();
            Losses.awaitGone(Long.parseLong(child.lines().getFirst()));
            // Nothing to be done, and nothing is.
            process.kill();
            process.terminate();
        }
    }

    @Test
    void processThatIsKilledAtOnceNeverRunsItsTask() throws Exception {
        Notes begun = new Notes();
        for (int i = 0; i < 5; i++) {
            try (TaskProcess<?> process = TaskProcess.start(SMALL, () -> begun.add("begun"))) {
                process.kill();
                assertThat(failureOf(process.task()).getCause())
                        .isInstanceOf(WorkerStartException.class);
            }
        }
        assertThat(begun.lines()).isEmpty();
    }

    /// Whatever it was at: no other process is started, and the task ends.
    @Test
    void processThatIsKilledAtAnyMomentEndsItsTask() throws Exception {
        for (int millis = 0; millis < 100; millis += 5) {
            long moment = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            Signal never = signal();
            try (TaskProcess<?> process = TaskProcess.start(SMALL, never::await)) {
                Await.until("the moment comes", () -> System.nanoTime() - moment >= 0);
                process.kill();
                assertThat(failureOf(process.task()).getCause())
                        .isInstanceOfAny(WorkerStartException.class, WorkerLostException.class);
            }
        }
    }

    @Test
    void terminatedProcessRunsItsShutdownHooks() throws Exception {
        Notes notes = new Notes();
        Signal never = signal();
        TaskProcess<?> process =
                TaskProcess.start(
                        SMALL.withGrace(Await.patience()),
                        () -> {
                            Thread hook = new Thread(() -> notes.add("hook"));
                            Runtime.getRuntime().addShutdownHook(hook);
                            notes.add("begun");
                            never.await();
                        });
        try (process) {
            notes.await(1);
            process.terminate();
            assertThat(Losses.of(process.task()).signal()).hasValue("SIGTERM");
            assertThat(notes.lines()).containsExactly("begun", "hook");
        }
        assertThat(process.signal()).hasValue("SIGTERM");
    }

    @Test
    void processThatDoesNotHeedIsKilledAfterTheGracePeriod() throws Exception {
        Notes begun = new Notes();
        Signal never = signal();
        TaskProcess<?> process =
                TaskProcess.start(
                        SMALL.withGrace(Duration.ofMillis(300)),
                        () -> {
                            Thread deaf = new Thread(never::awaitDeafly);
                            Runtime.getRuntime().addShutdownHook(deaf);
                            begun.add("begun");
                            never.await();
                        });
        try (process) {
            begun.await(1);
            process.terminate();
            assertThat(Losses.of(process.task()).signal()).hasValue("SIGKILL");
        }
    }

    @Test
    void cancelledTaskEndsItsProcess() throws Exception {
        Signal never = signal();
        Notes begun = new Notes();
        TaskProcess<?> process =
                TaskProcess.start(
                        SMALL.withGrace(Duration.ofMillis(100)),
                        () -> {
                            begun.add("begun");
                            never.awaitDeafly();
                        });
        try (process) {
            begun.await(1);
            assertThat(process.task().cancel(true)).isTrue();
            process.join();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(process::result);
            assertThat(process.signal()).hasValue("SIGKILL");
        }
    }

    // The pipe.

    @Test
    void taskIsTalkedTo() throws Exception {
        try (TaskProcess<Integer> process = TaskProcess.start(SMALL, TaskProcessTest::doubled)) {
            for (int i = 0; i < 200; i++) {
                process.pipe().send(i);
                assertThat(process.pipe().receive()).isEqualTo(2 * i);
            }
            process.pipe().close();
            assertThat(process.result()).isEqualTo(200);
        }
    }

    private static int doubled(PipeEnd<Object> pipe) throws InterruptedException {
        int count = 0;
        for (Object each : pipe.untilClosed()) {
            pipe.send(2 * (Integer) each);
            count++;
        }
        return count;
    }

    @Test
    void whatWasSentIsReceivedAfterTheEnd() throws Exception {
        TaskProcess<String> process =
                TaskProcess.start(
                        SMALL,
                        pipe -> {
                            for (int i = 0; i < 64; i++) {
                                pipe.send(i);
                            }
                            return "sent";
                        });
        assertThat(process.result()).isEqualTo("sent");
        process.join();
        assertThat(files()).isEmpty();
        List<Object> received = new ArrayList<>();
        process.pipe().untilClosed().forEach(received::add);
        assertThat(received).hasSize(64).first().isEqualTo(0);
        assertThat(received).isSorted();
        assertThat(process.pipe().receive(Duration.ofMillis(1))).isNull();
        assertThatExceptionOfType(QueueClosedException.class)
                .isThrownBy(() -> process.pipe().receive());
        assertThatExceptionOfType(QueueClosedException.class)
                .isThrownBy(() -> process.pipe().send("late"));
        process.pipe().close();
        process.close();
    }

    @Test
    void whoReceivesFromAProcessThatDiesIsTold() throws Exception {
        try (TaskProcess<Object> process =
                TaskProcess.start(
                        SMALL,
                        pipe -> {
                            pipe.send("first");
                            Runtime.getRuntime().halt(3);
                            return "halted";
                        })) {
            assertThat(process.pipe().receive()).isEqualTo("first");
            assertThatExceptionOfType(PipeBrokenException.class)
                    .isThrownBy(() -> process.pipe().receive());
            process.join();
            assertThat(process.exit()).hasValue(3);
        }
    }

    /// Even if it never used the pipe.
    @Test
    void whoReceivesFromAProcessThatNeverRunsIsTold() throws Exception {
        ProcessOptions broken = SMALL.withJvmFlags("-XX:NoSuchFlag=1");
        try (TaskProcess<Object> process = TaskProcess.start(broken, pipe -> pipe.receive())) {
            assertThatExceptionOfType(PipeBrokenException.class)
                    .isThrownBy(() -> process.pipe().receive());
        }
    }

    @Test
    void closeClosesThePipe() throws Exception {
        TaskProcess<Object> process = TaskProcess.start(SMALL, PipeEnd::receive);
        process.close();
        assertThat(failureOf(process.task()).getCause()).isInstanceOf(QueueClosedException.class);
    }

    @Test
    void processWithoutAPipeHasNone() {
        try (TaskProcess<Integer> process = TaskProcess.start(SMALL, () -> 1)) {
            assertThatIllegalStateException()
                    .isThrownBy(process::pipe)
                    .withMessageContaining("A task must take a pipe to be talked to: process=");
        }
    }

    // What is left behind.

    @Test
    void processThatNobodyWaitsForLeavesNothing() {
        TaskProcess<Integer> process = TaskProcess.start(SMALL, () -> 1);
        TaskProcess<Integer> talking =
                TaskProcess.start(
                        SMALL,
                        pipe -> {
                            pipe.send("unheard");
                            return 1;
                        });
        Await.until("they end", () -> !process.isAlive() && !talking.isAlive());
        Await.until("no thread is left", () -> Leavings.threads().isEmpty());
        Await.until("no process is left", () -> Leavings.processes().isEmpty());
        assertThat(files()).isEmpty();
        assertThat(process.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void processThatNobodyCanReachGoesOnToItsEnd() {
        Notes notes = new Notes();
        Signal end = signal();
        startAndForget(notes, end);
        notes.await(1);
        System.gc();
        end.give();
        notes.await(2);
        Await.until("no process is left", () -> Leavings.processes().isEmpty());
        Await.until("no file is left", () -> files().isEmpty());
    }

    /// But for what the test and its tasks share.
    private static List<String> files() {
        return Leavings.files().stream().filter(file -> !file.contains("-test-")).toList();
    }

    private static void startAndForget(Notes notes, Signal end) {
        TaskProcess<?> process =
                TaskProcess.start(
                        SMALL,
                        () -> {
                            notes.add("begun");
                            end.await();
                            notes.add("ended");
                        });
        assertThat(process.isAlive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "HALT", "EXIT"})
    void programThatEndsTakesItsProcessesAlong(ProgramThatEnds.End end) throws Exception {
        Path file = directory.resolve("pids");
        Process program = ProgramWithProcesses.builder(end, file.toString()).start();
        try {
            List<Long> pids = DeafProgram.awaitPids(file, ProgramWithProcesses.PROCESSES);
            if (end == ProgramThatEnds.End.NONE) {
                assertThat(SystemProcesses.kill(program.pid())).isTrue();
            }
            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            pids.forEach(Losses::awaitGone);
            Await.until("no file is left", () -> Leavings.filesOf(program.pid()).isEmpty());
            assertThat(System.nanoTime() - deadline).as("nanoseconds too late").isNegative();
        } finally {
            Process _ = program.destroyForcibly();
        }
    }
}
