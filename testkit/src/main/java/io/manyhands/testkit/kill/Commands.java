package io.manyhands.testkit.kill;

import io.manyhands.Command;
import io.manyhands.CommandEnd;
import io.manyhands.CommandFailedException;
import io.manyhands.CommandProcess;
import io.manyhands.TaskProcess;
import io.manyhands.testkit.SystemProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Programs of the system with children, any of which is killed at a random moment: whoever waits
/// is told how it ended, and nothing of it is left. Immutable.
///
/// @param name the name, for the log
/// @param programs how many are run, one after the other
public record Commands(String name, int programs) implements Scenario {
    private static final String MARK = "MANYHANDS_KILL_TEST";
    private static final int STATUS = 7;
    private static final int MOST_LINES = 9;
    private static final Duration LIMIT = Duration.ofMillis(40);
    private static final Duration GRACE = Duration.ofMillis(10);
    private static final int MOST_NANOS = 30_000_000;
    private static final String SCRIPT =
            "echo one; trap '' HUP; (sleep 1000; echo late) & echo two; wait; exit " + STATUS;

    /// How one waits for it.
    private enum Way {
        RUN,
        TEXT,
        LINES,
        JOIN,
        CLOSE
    }

    /// How it ended.
    private enum End {
        EXIT,
        KILLED,
        TERMINATED,
        CLOSED
    }

    @Override
    public String run(Ground ground) throws Exception {
        Random random = new Random(ground.seed());
        Map<End, Integer> ends = new EnumMap<>(End.class);
        int killed = 0;
        // So that all is loaded that stays open for good, and the warden is up.
        CommandEnd _ = TaskProcess.command("true").run();
        Remains before = Remains.now();
        long begin = System.nanoTime();
        for (int i = 0; i < programs; i++) {
            String which = "seed=" + ground.seed() + ", i=" + i;
            killed += runOne(random, ProcessHandle.current().pid() + "-" + which, ends) ? 1 : 0;
        }
        List<String> more = new ArrayList<>(before.more());
        more.addAll(unfetched());
        if (!more.isEmpty()) {
            throw new IllegalStateException(name + ", seed=" + ground.seed() + ", left=" + more);
        }
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        return ("scenario=" + name + " seed=" + ground.seed() + " programs=" + programs)
                + (" killed=" + killed + " ends=" + ends + " seconds=" + seconds);
    }

    /// @return whether one of its processes was killed
    private static boolean runOne(Random random, String mark, Map<End, Integer> ends)
            throws InterruptedException {
        Way way = Way.values()[random.nextInt(Way.values().length)];
        Program program = new Program(command(random, mark), way);
        Thread waiting = new Thread(program, "waiting");
        waiting.start();
        LockSupport.parkNanos(random.nextInt(MOST_NANOS));
        List<Long> all = SystemProcesses.marked(MARK, mark);
        boolean isKilled =
                !all.isEmpty() && SystemProcesses.kill(all.get(random.nextInt(all.size())));
        String which = mark + ", way=" + way;
        long _ = Hangs.await(List.of(waiting), () -> 0, () -> which);
        awaitNothing(mark, which);
        if (!program.wrong.isEmpty()) {
            throw new IllegalStateException(which + ", wrong=" + program.wrong);
        }
        int _ = ends.merge(program.end, 1, Integer::sum);
        return isKilled;
    }

    /// Always with a limit: that of whom nobody kills, or whose child alone is killed.
    private static Command command(Random random, String mark) {
        return TaskProcess.command("/bin/sh", "-c", SCRIPT)
                .withVariable(MARK, mark)
                .withTimeout(LIMIT.plusNanos(random.nextInt(MOST_NANOS)))
                .withGrace(GRACE);
    }

    private static void awaitNothing(String mark, String which) {
        long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        List<Long> left = SystemProcesses.marked(MARK, mark);
        while (!left.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                for (long pid : left) {
                    boolean _ = SystemProcesses.kill(pid);
                }
                throw new IllegalStateException("Nothing is left of a program: " + which + left);
            }
            LockSupport.parkNanos(1_000_000);
            left = SystemProcesses.marked(MARK, mark);
        }
    }

    /// Children that have ended and that nobody has fetched, once there was time to.
    private static List<String> unfetched() {
        List<String> found = unfetchedNow();
        long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (!found.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
            found = unfetchedNow();
        }
        return found;
    }

    private static List<String> unfetchedNow() {
        return Killer.children().stream()
                .filter(pid -> !SystemProcesses.isAlive(pid))
                .map(pid -> "zombie " + pid)
                .toList();
    }

    /// Waits for one of them. Confined to a thread, and read once that has ended.
    private static final class Program implements Runnable {
        private final Command command;
        private final Way way;
        private final List<String> wrong = new ArrayList<>();
        private End end = End.CLOSED;

        Program(Command command, Way way) {
            this.command = command;
            this.way = way;
        }

        @Override
        public void run() {
            try {
                act();
            } catch (CommandFailedException failure) {
                note(failure.exit(), failure.signal().orElse("none"));
            } catch (Throwable failure) {
                wrong.add(Harvest.told(failure));
            }
        }

        private void act() throws InterruptedException {
            switch (way) {
                case RUN -> wrong.add("It never ends well: end=" + command.run());
                case TEXT -> wrong.add("It never ends well: text=" + command.text());
                case LINES -> {
                    try (Stream<String> lines = command.lines()) {
                        long many = lines.limit(MOST_LINES).count();
                        wrong.add("It never ends well: lines=" + many);
                    }
                }
                case JOIN -> {
                    try (CommandProcess process = command.start()) {
                        process.join();
                        note(process.exit(), process.signal().orElse("none"));
                    }
                }
                case CLOSE -> {
                    CommandProcess process = command.start();
                    LockSupport.parkNanos(MOST_NANOS / 2);
                    process.close();
                    if (process.isAlive()) {
                        wrong.add("What is closed has ended");
                    }
                }
            }
        }

        private void note(OptionalInt exit, String signal) {
            if (exit.isPresent()) {
                end = End.EXIT;
                if (exit.getAsInt() != STATUS) {
                    wrong.add("The status is that of the program: exit=" + exit);
                }
            } else if (signal.equals("SIGKILL")) {
                end = End.KILLED;
            } else if (signal.equals("SIGTERM")) {
                end = End.TERMINATED;
            } else {
                wrong.add("It ended by a known signal: signal=" + signal);
            }
        }
    }
}
