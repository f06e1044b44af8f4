package io.manyhands.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs that use a shared object are killed at random moments (S2, S3, S7, S10). `stress/run
/// kill` does the same for longer.
///
/// System properties say where chance begins, which kinds there are, by a regular expression, and
/// how many are killed of each.
class SharedKillsTest {
    private static final long SEED =
            Long.getLong("io.manyhands.testkit.kill-seed", System.nanoTime());
    private static final String KINDS = System.getProperty("io.manyhands.testkit.kill-kinds", ".*");
    private static final int KILLS = Integer.getInteger("io.manyhands.testkit.kills", 2);
    private static final int USERS = 2;

    static Stream<SharedKind> kinds() {
        return Arrays.stream(SharedKind.values()).filter(kind -> kind.name().matches(KINDS));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("S2")
    @Tag("S3")
    @Tag("S7")
    @Tag("S10")
    void thoseWhoLiveGoOn(SharedKind kind, TestReporter reporter, @TempDir Path directory)
            throws Exception {
        Scenario scenario = new SharedDeaths("shared", kind, USERS, KILLS);
        String line = scenario.run(new Scenario.Ground(() -> Workers.threads(1), directory, SEED));
        reporter.publishEntry("kill", line);
        assertThat(line).contains("seed=" + SEED);
    }
}
