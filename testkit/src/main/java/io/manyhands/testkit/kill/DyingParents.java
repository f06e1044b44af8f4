package io.manyhands.testkit.kill;

import java.io.File;
import java.nio.file.Path;
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
public record DyingParents(String name, int kills, Duration most) implements Scenario {
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
        for (int i = 0; i < kills; i++) {
            DyingProgram.Deed[] all = DyingProgram.Deed.values();
            DyingProgram.Deed deed = all[random.nextInt(all.length)];
            String mark = ProcessHandle.current().pid() + "-" + ground.seed() + "-" + i;
            long aliveNanos = (long) (random.nextDouble() * most.toNanos());
            Process program = start(deed, mark);
            try {
                pause(aliveNanos);
                List<Long> own = marked(mark);
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
        List<String> command = java(DyingProgram.class);
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.add(deed.name());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(MARK, mark);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The beginning of a command that runs one of our programs.
    static List<String> java(Class<?> program) {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        program.getName()));
    }

    private static String classPath() {
        List<String> parts = new ArrayList<>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            String path = System.getProperty(property, "");
            if (!path.isEmpty()) {
                parts.add(path);
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /// The living processes that have inherited a mark.
    private static List<Long> marked(String mark) {
        List<Long> found = new ArrayList<>();
        String entry = MARK + "=" + mark + "\0";
        for (long pid : Processes.all()) {
            if (Processes.environment(pid).contains(entry) && Processes.isAlive(pid)) {
                found.add(pid);
            }
        }
        return found;
    }

    private static List<String> files(long program) {
        List<String> found = new ArrayList<>();
        for (String base : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            String prefix = "manyhands-" + program + "-";
            String[] names = new File(base).list((_, name) -> name.startsWith(prefix));
            for (String name : names == null ? new String[0] : names) {
                found.add(base + "/" + name);
            }
        }
        return found;
    }

    private static void awaitNothing(long program, String mark, String which) {
        long killed = System.nanoTime();
        while (true) {
            List<Long> left = marked(mark);
            List<String> files = left.isEmpty() ? files(program) : List.of();
            if (left.isEmpty() && files.isEmpty()) {
                // Nothing is looked at in one instant.
                return;
            }
            long nanos = System.nanoTime() - killed;
            if (nanos > LIMIT_NANOS) {
                List<String> lines = new ArrayList<>(files);
                for (long pid : left) {
                    lines.add(pid + " " + Processes.commandLine(pid).replace('\0', ' '));
                    boolean _ = Processes.kill(pid);
                }
                throw new IllegalStateException(
                        ("A second after a program nothing of it is left: seed=" + which)
                                + (", left=" + lines));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
