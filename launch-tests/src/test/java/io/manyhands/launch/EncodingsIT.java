package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Programs with other encodings than those that a JVM has by itself.
@Tag("W8")
class EncodingsIT {
    private static final Path ENCODINGS = Programs.sources("Encodings.java");

    @Test
    void encodingsThatWereChosenReachTheWorkers() throws IOException, InterruptedException {
        List<String> lines =
                Launched.java(
                                "-Dfile.encoding=ISO-8859-1",
                                "-Dstdout.encoding=ISO-8859-1",
                                "-cp",
                                Programs.CORE,
                                ENCODINGS)
                        .lines();
        assertThat(lines.get(0))
                .isEqualTo(
                        "default=ISO-8859-1 file.encoding=ISO-8859-1 stdout.encoding=ISO-8859-1"
                                + " native.encoding=UTF-8 sun.jnu.encoding=UTF-8 bytes=e9");
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
    }

    @Test
    void encodingsOfAPlainLocaleReachTheWorkers() throws IOException, InterruptedException {
        List<String> lines = Launched.javaWithLocale("C", "-cp", Programs.CORE, ENCODINGS).lines();
        assertThat(lines.get(0))
                .contains("default=UTF-8 ", "native.encoding=ANSI_X3.4-1968 ", "bytes=c3a9");
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
    }
}
