package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the other tests must notice, they notice.
class LaunchedIT {
    private static final Path UNTIDY = Programs.sources("Untidy.java");
    private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

    @AfterEach
    void tidyUp() throws IOException {
        File[] left = new File(TEMPORARY).listFiles((_, name) -> name.endsWith("-left"));
        for (File each : Objects.requireNonNull(left)) {
            if (each.getName().startsWith("manyhands-")) {
                Files.delete(each.toPath());
            }
        }
    }

    @Test
    void tidyProgramPasses() throws IOException, InterruptedException {
        assertThat(Launched.java(UNTIDY, "is tidy").lines()).containsExactly("tidy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"complains", "fails", "leaves a file", "works by itself"})
    void untidyProgramIsNoticed(String how) {
        assertThatThrownBy(() -> Launched.java(UNTIDY, how, TEMPORARY))
                .isInstanceOf(AssertionError.class);
    }
}
