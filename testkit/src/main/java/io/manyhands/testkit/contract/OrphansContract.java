package io.manyhands.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// A program that is killed at any moment leaves no process and no file (W2, W3, W10).
///
/// System properties, each with `io.manyhands.testkit.orphans-` before it: `rounds`, `seed` of the
/// first round.
public abstract class OrphansContract extends Contract {
    private static final String PREFIX = "io.manyhands.testkit.orphans-";
    private static final String MARK = "MANYHANDS_TESTKIT_ORPHANS";
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LATEST_MILLIS = 700;

    /// For the kinds.
    protected OrphansContract() {}

    @Test
    @Tag("W2")
    @Tag("W3")
    @Tag("W10")
    void programThatIsKilledAtAnyMomentLeavesNothing(TestReporter reporter) throws Exception {
        assumeKind(Kind.Trait.SEPARATE);
        assumeTrue(new File("/proc/self/environ").canRead(), "processes can be looked at");
        long rounds = Long.getLong(PREFIX + "rounds", 8);
        long seed = Long.getLong(PREFIX + "seed", System.nanoTime());
        reporter.publishEntry("orphans", "seed=" + seed + ", rounds=" + rounds);
        int most = 0;
        for (long i = 0; i < rounds; i++) {
            try {
                most = Math.max(most, killOne(seed + i));
            } catch (Throwable failure) {
                throw new AssertionError("A round fails: seed=" + (seed + i), failure);
            }
        }
        reporter.publishEntry("orphans", "processes at most=" + most);
    }

    /// @return how many processes there were
    private static int killOne(long seed) throws Exception {
        Random random = new Random(seed);
        ProgramThatEnds.Deed[] deeds = ProgramThatEnds.Deed.values();
        ProgramThatEnds.Deed deed = deeds[random.nextInt(deeds.length)];
        String mark = MARK + "=" + ProcessHandle.current().pid() + "-" + seed;
        Process program = start(deed, mark);
        try {
            // The moment is what is random here, and any will do.
            long moment = System.nanoTime() + random.nextInt(LATEST_MILLIS * 1_000) * 1_000L;
            for (long left = 1; left > 0; left = moment - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int there = marked(mark).size();
            Process _ = program.destroyForcibly();
            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
            long end = System.nanoTime() + SECOND_NANOS;
            List<String> left = left(program.pid(), mark);
            while (!left.isEmpty() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
                left = left(program.pid(), mark);
            }
            assertThat(left).as("deed=%s", deed).isEmpty();
            return there;
        } finally {
            Process _ = program.destroyForcibly();
        }
    }

    private static Process start(ProgramThatEnds.Deed deed, String mark) throws IOException {
        Notes pids = new Notes();
        ProcessBuilder builder =
                ProgramThatEnds.builder(deed, ProgramThatEnds.End.NONE, pids).inheritIO();
        String _ = builder.environment().put(MARK, mark.substring(MARK.length() + 1));
        return builder.start();
    }

    private static List<String> left(long program, String mark) {
        List<String> left = marked(mark);
        left.addAll(Leavings.filesOf(program));
        return left;
    }

    /// The command lines of all processes that have inherited a mark.
    private static List<String> marked(String mark) {
        List<String> found = new ArrayList<>();
        for (long pid : SystemProcesses.marked(MARK, mark.substring(MARK.length() + 1))) {
            found.add(pid + " " + SystemProcesses.commandLine(pid).replace('\0', ' '));
        }
        return found;
    }
}
