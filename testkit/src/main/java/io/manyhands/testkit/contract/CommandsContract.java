package io.manyhands.testkit.contract;

import static io.manyhands.testkit.contract.FailuresContract.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.Command;
import io.manyhands.CommandEnd;
import io.manyhands.CommandFailedException;
import io.manyhands.CommandProcess;
import io.manyhands.Results;
import io.manyhands.TaskFuture;
import io.manyhands.TaskProcess;
import io.manyhands.TaskTimeoutException;
import io.manyhands.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tasks that run programs of the system, or a process of one task (T4, T7).
public abstract class CommandsContract extends Contract {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private Path directory;

    /// How a task waits for its program.
    enum Wait {
        END,
        LINES,
        TEXT,
        OUTPUT,
        JOIN
    }

    /// For the kinds.
    protected CommandsContract() {}

    @Test
    void commandIsMappedOverInputs() {
        Workers workers = open(2);
        List<String> words = List.of("one", "two words", "three\nlines", "-n", "", "$HOME * 'x'");
        try (Results<String> said =
                workers.map(words, word -> TaskProcess.command("printf", "%s", word).text())) {
            assertThat(said).containsExactlyElementsOf(words);
        }
    }

    @Test
    @Tag("T4")
    void endAndFailureOfACommandTravel() throws Exception {
        Workers workers = open(1);
        TaskFuture<CommandEnd> three =
                workers.submit(() -> script("echo out; echo err >&2; exit 3").withAnyExit().run());
        assertThat(three.get().exit()).hasValue(3);
        assertThat(three.get().lastLines()).containsExactly("out", "err");
        TaskFuture<CommandEnd> killed = workers.submit(() -> script("kill -KILL $$").run());
        Throwable cause = failureOf(killed).getCause();
        assertThat(cause).isInstanceOf(CommandFailedException.class);
        assertThat(((CommandFailedException) cause).signal()).hasValue("SIGKILL");
        assertThat(((CommandFailedException) cause).exit()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T7")
    void cancelledTaskKillsTheWholeGroupOfItsCommand(Wait wait) throws Exception {
        Workers workers = open(1);
        Path pids = directory.resolve("pids");
        String file = pids.toString();
        TaskFuture<?> task = workers.submit(() -> runDeaf(wait, file));
        List<Long> _ = DeafProgram.awaitPids(pids);
        assertThat(task.cancel(true)).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(task::get);
        DeafProgram.awaitGone(pids);
        assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
    }

    @Test
    @Tag("T7")
    void timeoutOfATaskKillsTheWholeGroupOfItsCommand() throws Exception {
        Workers workers = open(1);
        Path pids = directory.resolve("pids");
        String file = pids.toString();
        TaskFuture<?> task =
                workers.withTimeout(Duration.ofSeconds(1)).submit(() -> runDeaf(Wait.END, file));
        assertThat(failureOf(task).getCause()).isInstanceOf(TaskTimeoutException.class);
        DeafProgram.awaitGone(pids);
    }

    @Test
    @Tag("T7")
    void timeoutOfACommandKillsTheWholeGroup() throws Exception {
        Workers workers = open(1);
        Path pids = directory.resolve("pids");
        String file = pids.toString();
        TaskFuture<CommandEnd> task =
                workers.submit(
                        () -> DeafProgram.noting(file).withTimeout(SHORT).withGrace(SHORT).run());
        Throwable cause = failureOf(task).getCause();
        assertThat(cause)
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("A command must end within its timeout: timeout=PT0.3S");
        assertThat(((CommandFailedException) cause).signal()).hasValue("SIGKILL");
        DeafProgram.awaitGone(pids);
    }

    @Test
    void taskStartsAProcessOfItsOwn() throws Exception {
        Workers workers = open(1);
        long pid = workers.submit(CommandsContract::pidOfAnother).get();
        assertThat(pid).isNotEqualTo(Losses.ownPid());
        assertThat(Losses.isAlive(pid)).isFalse();
    }

    private static long pidOfAnother() throws Exception {
        try (TaskProcess<Long> own = TaskProcess.start(Losses::ownPid)) {
            assertThat(own.result()).isEqualTo(own.pid());
            return own.pid();
        }
    }

    private static Command script(String script) {
        return TaskProcess.command("/bin/sh", "-c", script);
    }

    private static void runDeaf(Wait wait, String file) throws Exception {
        Command deaf = DeafProgram.noting(file);
        switch (wait) {
            case END -> {
                CommandEnd _ = deaf.run();
            }
            case TEXT -> {
                String _ = deaf.text();
            }
            case LINES -> {
                try (Stream<String> lines = deaf.lines()) {
                    long _ = lines.count();
                }
            }
            case OUTPUT -> {
                try (CommandProcess process = deaf.start()) {
                    byte[] _ = process.output().readAllBytes();
                }
            }
            case JOIN -> {
                try (CommandProcess process = deaf.start()) {
                    process.join();
                }
            }
        }
    }
}
