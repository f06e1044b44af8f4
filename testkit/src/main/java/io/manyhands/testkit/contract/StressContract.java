package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Workers;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Thousands of tasks, submitted, cancelled, timed out, tried again and stopped at random from
/// several threads: each has one outcome, runs as often as it may, and is counted once (T1, T2, T7,
/// T8, W1).
///
/// System properties, each with `io.manyhands.testkit.stress-` before it: `rounds`, `tasks` in a
/// round, `millis` after which no further round begins, `seed` of the first round.
public abstract class StressContract extends Contract {
    private static final String PREFIX = "io.manyhands.testkit.stress-";
    private static final Duration GRACE = Duration.ofSeconds(20);

    /// For the kinds.
    protected StressContract() {}

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("T7")
    @Tag("T8")
    @Tag("W1")
    void booksAgreeAfterRandomRounds(TestReporter reporter) throws Exception {
        long rounds = Long.getLong(PREFIX + "rounds", 30);
        int tasks = Integer.getInteger(PREFIX + "tasks", 2_000);
        long millis = Long.getLong(PREFIX + "millis", 2_000);
        long seed = Long.getLong(PREFIX + "seed", System.nanoTime());
        long began = System.nanoTime();
        long done = 0;
        while (done < rounds && System.nanoTime() - began < millis * 1_000_000) {
            run(seed + done, tasks);
            done++;
        }
        reporter.publishEntry("stress", "seed=" + seed + ", rounds=" + done + ", kind=" + kind());
        assertThat(done).isPositive();
    }

    private void run(long seed, int tasks) {
        Random random = new Random(seed);
        Workers workers =
                open(
                        1 + random.nextInt(4),
                        options ->
                                random.nextInt(4) == 0
                                        ? options.withGrace(GRACE).withListener(_ -> {})
                                        : options.withGrace(GRACE));
        try {
            new StressRound(workers, random, tasks).run();
        } catch (Throwable failure) {
            throw new AssertionError("A round fails: seed=" + seed + ", tasks=" + tasks, failure);
        }
    }
}
