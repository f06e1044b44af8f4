package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.ProcessOptions;
import io.manyhands.TaskFuture;
import io.manyhands.WorkerStartException;
import io.manyhands.Workers;
import io.manyhands.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A worker process that cannot start is one sentence, wherever one looks (T9, W9).
public abstract class FailedStartContract extends Contract {
    // Held, since the log manager holds it weakly.
    private final Logger output = Logger.getLogger("io.manyhands.output");

    /// For the kinds.
    protected FailedStartContract() {}

    @ParameterizedTest
    @Tag("T9")
    @CsvSource(
            delimiter = '|',
            value = {
                "-XX:+NoSuchFlag | Unrecognized VM option 'NoSuchFlag'",
                "-Xmx1x | Invalid maximum heap size: -Xmx1x",
                "--add-modules=no.such.module | Module no.such.module not found",
                "-jar | A JVM flag of a worker must leave the program to run as it is: flag=-jar"
            })
    void flagThatNoJvmTakesIsASentence(String flag, String words) throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Filter before = output.getFilter();
        output.setFilter(line -> !logged.add(line.getMessage()));
        try {
            ProcessOptions options = ProcessOptions.defaults().withCount(2).withJvmFlags(flag);
            Workers workers = closing(Workers.processes(options));
            Throwable cause = FailuresContract.failureOf(workers.submit(() -> 1)).getCause();
            assertThat(cause).isInstanceOf(WorkerStartException.class);
            assertThat(cause)
                    .hasMessageStartingWith("A worker process could not be started: attempts=3, ")
                    .hasMessageContaining(words);
            assertThat(cause.getMessage()).doesNotContain("\n");
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> workers.submit(() -> 1));
            workers.close();
            assertThat(logged).isEmpty();
        } finally {
            output.setFilter(before);
        }
    }

    @Test
    @Tag("W9")
    void whatIsPrintedByOneThatCannotTakeTheOthersPlaceIsLogged(@TempDir Path place)
            throws Exception {
        Path flags = Files.writeString(place.resolve("flags"), "-Dno.matter=1");
        String first = place.resolve("first").toString();
        String second = place.resolve("second").toString();
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Filter before = output.getFilter();
        output.setFilter(line -> !logged.add(line.getMessage()));
        try {
            ProcessOptions options =
                    ProcessOptions.defaults()
                            .withCount(2)
                            .withJvmFlags("-XX:VMOptionsFile=" + flags);
            Workers workers = closing(Workers.processes(options));
            TaskFuture<Integer> one = workers.submit(() -> meet(first, second));
            TaskFuture<Integer> other = workers.submit(() -> meet(second, first));
            assertThat(one.get() + other.get()).isEqualTo(2);
            Files.writeString(flags, "-XX:+NoSuchFlag");
            assertThat(FailuresContract.failureOf(workers.submit(FailedStartContract::halt)))
                    .isNotNull();
            Await.until(
                    "the reason is logged",
                    () -> logged.stream().anyMatch(line -> line.contains("NoSuchFlag")));
            assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
        } finally {
            output.setFilter(before);
        }
    }

    private static int meet(String own, String other) throws Exception {
        Files.createFile(Path.of(own));
        Await.until("the other has come", () -> Files.exists(Path.of(other)));
        return 1;
    }

    private static int halt() {
        Runtime.getRuntime().halt(3);
        return 0;
    }
}
