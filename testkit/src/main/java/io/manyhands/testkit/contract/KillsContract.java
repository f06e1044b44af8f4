package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.testkit.kill.Closing;
import io.manyhands.testkit.kill.Commands;
import io.manyhands.testkit.kill.DyingParents;
import io.manyhands.testkit.kill.Harm;
import io.manyhands.testkit.kill.Scenario;
import io.manyhands.testkit.kill.Trial;
import io.manyhands.testkit.kill.Trial.Sort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Death at random moments: each task has one outcome and runs as often as it may, and nothing is
/// left behind (T1, T2, T3, T4, W1, W2, W10). `stress/run kill` does the same for longer.
///
/// The system property `io.manyhands.testkit.kill-seed` says where chance begins.
public abstract class KillsContract extends Contract {
    private static final String SEED = "io.manyhands.testkit.kill-seed";
    private static final Duration PAUSE = Duration.ofMillis(100);
    // So that workers come up.
    private static final Duration LONGER_PAUSE = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofMillis(100);

    // Held, since the log manager holds it weakly.
    private final Logger logger = Logger.getLogger("io.manyhands");
    private @Nullable Level level;

    /// For the kinds.
    protected KillsContract() {}

    /// What tasks print, and what is said of workers that die, is not looked at here.
    @BeforeEach
    final void logNothing() {
        level = logger.getLevel();
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    final void logAgain() {
        logger.setLevel(level);
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("T3")
    @Tag("W10")
    void booksAgreeWhileReadyWorkersAreKilled(TestReporter reporter) throws Exception {
        run(new Trial("ready", 2_500, Harm.KILL_READY, PAUSE, 0, Sort.MIXED), reporter);
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("T3")
    @Tag("W10")
    void booksAgreeWhileAnyWorkersAreKilledAndTasksTriedAgain(TestReporter reporter)
            throws Exception {
        run(new Trial("any", 700, Harm.KILL_ANY, LONGER_PAUSE, 3, Sort.MIXED), reporter);
    }

    @Test
    @Tag("T1")
    @Tag("T3")
    @Tag("T10")
    @Tag("W10")
    void scopesEndWhileTheirWorkersAreKilled(TestReporter reporter) throws Exception {
        run(new Trial("scopes", 400, Harm.KILL_READY, LONGER_PAUSE, 0, Sort.SCOPES), reporter);
    }

    @Test
    @Tag("T1")
    @Tag("T3")
    @Tag("T4")
    @Tag("W10")
    void whateverATaskDoesToItsWorkerCostsThatTaskAlone(TestReporter reporter) throws Exception {
        run(new Trial("mischief", 450, Harm.NONE, PAUSE, 0, Sort.MISCHIEVOUS), reporter);
    }

    @Test
    @Tag("T1")
    @Tag("T3")
    @Tag("W10")
    void workersThatAreStoppedForAMomentLoseNothing(TestReporter reporter) throws Exception {
        run(new Trial("stopped", 500, Harm.STOP_ANY, PAUSE, 0, Sort.MIXED), reporter);
    }

    @Test
    @Tag("T1")
    @Tag("W1")
    @Tag("W10")
    void workersThatAreKilledWhileTheyAreClosedLeaveNothing(TestReporter reporter)
            throws Exception {
        run(new Closing("closing", 3), reporter);
    }

    @Test
    @Tag("W2")
    @Tag("W10")
    void programsThatAreKilledLeaveNothing(TestReporter reporter) throws Exception {
        run(new DyingParents("parents", 5, Duration.ofMillis(800), false), reporter);
        run(new DyingParents("objects", 5, Duration.ofMillis(800), true), reporter);
    }

    @Test
    @Tag("T4")
    @Tag("W10")
    void commandsThatAreKilledLeaveNothing(TestReporter reporter) throws Exception {
        run(new Commands("commands", 60), reporter);
    }

    private void run(Scenario scenario, TestReporter reporter) throws Exception {
        long seed = Long.getLong(SEED, System.nanoTime());
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        String line =
                scenario.run(
                        new Scenario.Ground(
                                () -> open(2, options -> options.withGrace(GRACE)),
                                directory,
                                seed));
        reporter.publishEntry("kill", line);
        assertThat(line).contains("seed=" + seed);
    }
}
