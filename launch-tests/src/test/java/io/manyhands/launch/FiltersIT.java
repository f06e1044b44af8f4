package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that have a deserialization filter for their whole JVM.
class FiltersIT {
    private static final String PROPERTY = "-Djdk.serialFilter=!filtered.Main$Unwanted*";
    private static final List<String> TOLD =
            List.of(
                    "record refused",
                    "serialized refused",
                    "enum refused",
                    "within refused",
                    "wanted=Wanted[part=[x, 1]]");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {PROPERTY, "-Dset=filter", "-Dset=factory"})
    void filterOfTheProgramIsAskedAboutResults(String flag)
            throws IOException, InterruptedException {
        Path program = Programs.jar(folder, "filtered", Programs.sources("filtered"));
        String path = JarsIT.classPath(Programs.CORE, program);
        assertThat(Launched.java(flag, "-cp", path, "filtered.Main").lines())
                .startsWith(TOLD.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROPERTY, "-Dset=filter", "-Dset=factory"})
    void filterOfAModularProgramIsAskedAboutResults(String flag)
            throws IOException, InterruptedException {
        Path program =
                Programs.jar(
                        folder,
                        "filtered",
                        Programs.sources("filtered"),
                        Programs.sources("filteredmodule"));
        String path = JarsIT.classPath(Programs.CORE, program);
        assertThat(Launched.java(flag, "-p", path, "-m", "filtered/filtered.Main").lines())
                .startsWith(TOLD.toArray(String[]::new));
    }
}
