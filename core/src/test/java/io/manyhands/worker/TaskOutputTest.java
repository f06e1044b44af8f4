package io.manyhands.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskOutputTest {
    private final ByteArrayOutputStream descriptor = new ByteArrayOutputStream();
    private final TaskOutput output = TaskOutput.to(descriptor, false);
    private final PrintStream stream = output.stream();

    @Test
    void eachLineIsMarked() {
        stream.print("before\n");
        output.begin(12);
        stream.print("one\ntwo");
        stream.print(" and a half");
        output.end();
        assertThat(lines())
                .containsExactly("\u0001-1o:before", "\u000112o:one", "\u000112o:two and a half");
    }

    @Test
    void lineWithoutEndBelongsToItsTask() {
        output.begin(1);
        stream.print("first");
        output.end();
        output.begin(2);
        stream.print("second");
        output.end();
        assertThat(lines()).containsExactly("\u00011o:first", "\u00012o:second");
    }

    @Test
    void charactersOfSeveralBytesStayWhole() {
        output.begin(3);
        stream.print("Grüße, 世界 😀");
        output.end();
        assertThat(lines()).containsExactly("\u00013o:Grüße, 世界 😀");
    }

    @Test
    void longLineGoesOnInTheNext() {
        output.begin(4);
        stream.print("x".repeat(10_000) + "\n");
        output.end();
        assertThat(lines()).hasSize(3).allMatch(line -> line.startsWith("\u00014o:x"));
        assertThat(String.join("", lines()).replace("\u00014o:", "")).hasSize(10_000);
    }

    @Test
    void closingChangesNothing() {
        TaskOutput errors = TaskOutput.to(descriptor, true);
        errors.begin(5);
        try (PrintStream closed = errors.stream()) {
            closed.print("a\n");
        }
        PrintStream again = errors.stream();
        again.print("b\n");
        assertThat(lines()).containsExactly("\u00015e:a", "\u00015e:b");
    }

    /// A pipe whose reader is gone, and how often one tried to write there.
    private static final class Broken extends OutputStream {
        private int attempts;

        @Override
        public void write(int value) throws IOException {
            attempts++;
            throw new IOException("Broken pipe");
        }
    }

    @Test
    void whatNobodyReadsIsFoundOutOnce() {
        Broken broken = new Broken();
        PrintStream deaf = TaskOutput.to(broken, false).stream();
        for (int i = 0; i < 100; i++) {
            deaf.print("line\n");
        }
        assertThat(broken.attempts).isEqualTo(1);
    }

    @Test
    void printingNeverFails() {
        PrintStream deaf = TaskOutput.to(new Broken(), false).stream();
        deaf.print("line\n");
        assertThat(deaf.checkError()).isFalse();
    }

    private List<String> lines() {
        return descriptor.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
