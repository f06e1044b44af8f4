package io.manyhands.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manyhands.Results;
import io.manyhands.Workers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private static final List<Integer> NUMBERS = IntStream.range(0, 1_000).boxed().toList();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(printed, true, UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual", "processes"})
    void barEndsAtAllThatWasTaken(String kind) {
        try (Workers workers = Kinds.open(kind, 2)) {
            Results<Integer> results = workers.map(NUMBERS, n -> n + 1);
            assertThat(Progress.on(terminal, "parse", results, NUMBERS.size()).toList())
                    .hasSize(NUMBERS.size())
                    .startsWith(1, 2, 3);
        }
        assertThat(lastLine()).startsWith("parse 100% [====").contains("1000/1000");
    }

    @Test
    void barWithoutEndCounts() {
        try (Workers workers = Workers.threads(2);
                Progress<Integer> each =
                        Progress.on(terminal, "read", workers.map(NUMBERS, n -> n), Bar.UNKNOWN)) {
            each.iterator().forEachRemaining(_ -> {});
        }
        assertThat(lastLine()).startsWith("read").contains("1000/?");
    }

    @Test
    void resultsLeftEarlyAreClosedAndTheBarStaysWhereItWas() {
        try (Workers workers = Workers.threads(2)) {
            try (Progress<Integer> each =
                    Progress.on(terminal, "parse", workers.map(NUMBERS, n -> n), 1_000)) {
                Iterator<Integer> iterator = each.iterator();
                for (int i = 0; i < 250; i++) {
                    assertThat(iterator.next()).isEqualTo(i);
                }
            }
        }
        assertThat(lastLine()).startsWith("parse  25%").contains("250/1000");
    }

    @Test
    void withoutTerminalResultsArePassedOnAndNothingIsPrinted() {
        PrintStream before = System.err;
        System.setErr(terminal);
        try (Workers workers = Workers.threads(2)) {
            assertThat(Progress.over("parse", workers.map(NUMBERS, n -> n), 1_000).toList())
                    .hasSize(1_000);
            assertThat(Progress.over("parse", workers.map(NUMBERS, n -> n)).toList())
                    .hasSize(1_000);
            try (WorkersProgress bar = WorkersProgress.of("all", workers)) {
                assertThat(bar).isNotNull();
            }
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    @Test
    void fileIsNoTerminal(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(Bar.isTerminal(file.toString())).isFalse();
        assertThat(Bar.isTerminal(directory.resolve("none").toString())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void barOfWorkersEndsAtAllThatEnded(String kind) throws Exception {
        try (Workers workers = Kinds.open(kind, 2)) {
            try (WorkersProgress _ = WorkersProgress.on(terminal, "build", workers)) {
                assertThat(workers.submit(() -> 1).get()).isEqualTo(1);
                assertThat(workers.map(NUMBERS, n -> n).toList()).hasSize(1_000);
            }
        }
        assertThat(lastLine()).startsWith("build 100%").contains("1001/1001");
    }

    @Test
    void negativeTotalIsRefused() {
        try (Workers workers = Workers.threads(1)) {
            assertThatThrownBy(() -> Progress.over("x", workers.map(NUMBERS, n -> n), -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The total of a progress bar must not be negative: total=-1");
        }
    }

    /// What the terminal shows at the end.
    private String lastLine() {
        String text = printed.toString(UTF_8);
        assertThat(text).endsWith(System.lineSeparator());
        String line = text.stripTrailing();
        return line.substring(line.lastIndexOf('\r') + 1);
    }
}
