package io.manyhands.testkit.kill;

import io.manyhands.testkit.Leavings;
import io.manyhands.testkit.SystemProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Programs with workers that are killed at random moments: a second later nothing of them is
/// there. Immutable.
///
/// @param name the name, for the log
/// @param kills how many programs
/// @param most when they are killed at the latest, after they were started
/// @param withObjects whether they have scopes, process objects and programs of the system
public record DyingParents(String name, int kills, Duration most, boolean withObjects)
        implements Scenario {
    private static final String MARK = "MANYHANDS_KILL_TEST";
    private static final long LIMIT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    @Override
    public String run(Ground ground) throws Exception {
        Random random = new Random(ground.seed());
        Map<DyingProgram.Deed, Integer> deeds = new EnumMap<>(DyingProgram.Deed.class);
        long[] nanos = new long[kills];
        int withWorkers = 0;
        long begin = System.nanoTime();
        List<DyingProgram.Deed> all = DyingProgram.Deed.all(withObjects);
        for (int i = 0; i < kills; i++) {
            DyingProgram.Deed deed = all.get(random.nextInt(all.size()));
            String mark = ProcessHandle.current().pid() + "-" + ground.seed() + "-" + i;
            long aliveNanos = (long) (random.nextDouble() * most.toNanos());
            Process program = start(deed, mark);
            try {
                pause(aliveNanos);
                List<Long> own = SystemProcesses.marked(MARK, mark);
                withWorkers += own.size() > 1 ? 1 : 0;
            } finally {
                program.destroyForcibly();
            }
            long killed = System.nanoTime();
            awaitNothing(program.pid(), mark, ground.seed() + ", deed=" + deed + ", i=" + i);
            nanos[i] = System.nanoTime() - killed;
            int _ = deeds.merge(deed, 1, Integer::sum);
            int _ = program.waitFor();
        }
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        Arrays.sort(nanos);
        return ("scenario=" + name + " seed=" + ground.seed() + " parents=" + kills)
                + (" withWorkers=" + withWorkers + " deeds=" + deeds)
                + (" goneAfterMillis: median=" + nanos[kills / 2] / 1_000_000)
                + (" most=" + nanos[kills - 1] / 1_000_000 + " seconds=" + seconds);
    }

    private static Process start(DyingProgram.Deed deed, String mark) throws Exception {
        List<String> command = SystemProcesses.java(DyingProgram.class);
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.add(deed.name());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(MARK, mark);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static void awaitNothing(long program, String mark, String which) {
        long killed = System.nanoTime();
        while (true) {
            List<Long> left = SystemProcesses.marked(MARK, mark);
            List<String> files = left.isEmpty() ? Leavings.filesOf(program) : List.of();
            if (left.isEmpty() && files.isEmpty()) {
                // Nothing is looked at in one instant.
                return;
            }
            long nanos = System.nanoTime() - killed;
            if (nanos > LIMIT_NANOS) {
                List<String> lines = new ArrayList<>(files);
                for (long pid : left) {
                    lines.add(pid + " " + SystemProcesses.commandLine(pid).replace('\0', ' '));
                    boolean _ = SystemProcesses.kill(pid);
                }
                throw new IllegalStateException(
                        ("A second after a program nothing of it is left: seed=" + which)
                                + (", left=" + lines));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
