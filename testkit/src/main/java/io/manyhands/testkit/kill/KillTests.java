package io.manyhands.testkit.kill;

import io.manyhands.ProcessOptions;
import io.manyhands.Workers;
import io.manyhands.testkit.kill.Scenario.Ground;
import io.manyhands.testkit.kill.Trial.Sort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The program that runs the kill tests.
public final class KillTests {
    /// The system property with the directory for the books, if that is not the usual one.
    static final String DIRECTORY = "io.manyhands.testkit.kill-directory";

    private static final Duration GRACE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(100);
    // So that some trees are whole.
    private static final Duration LONGER_PAUSE = Duration.ofMillis(200);
    private static final Duration MOST_ALIVE = Duration.ofMillis(600);
    // Held, since the log manager holds it weakly.
    private static final Logger LOGGER = Logger.getLogger("io.manyhands");

    private final List<String> arguments;
    private final boolean isLong;
    private final double times;

    private KillTests(List<String> arguments) {
        this.arguments = arguments;
        this.isLong = arguments.get(1).equals("long");
        this.times = Double.parseDouble(arguments.get(2));
    }

    /// Runs some of the scenarios, one after the other.
    ///
    /// @param arguments a regular expression for the names; `short` or `long`; how many times as
    ///   much; and perhaps the seed
    /// @throws Exception if something is wrong
    public static void main(String[] arguments) throws Exception {
        LOGGER.setLevel(Level.OFF);
        new KillTests(List.of(arguments)).run();
    }

    private void run() throws Exception {
        long seed = arguments.size() > 3 ? Long.parseLong(arguments.get(3)) : System.nanoTime();
        String usual = System.getProperty("java.io.tmpdir");
        Path directory = Path.of(System.getProperty(DIRECTORY, usual));
        Streams.out().println("kill tests: seed=" + seed);
        for (Scenario scenario : scenarios()) {
            if (scenario.name().matches(arguments.get(0))) {
                Ground ground = new Ground(KillTests::open, directory, seed);
                Streams.out().println(scenario.run(ground));
            }
        }
    }

    private List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(ofWorkers());
        for (int users : new int[] {2, 4}) {
            int kills = isLong ? 200 : users / 2;
            for (SharedKind kind : SharedKind.values()) {
                String name = "shared_" + kind.name().toLowerCase(Locale.ROOT) + "_" + users;
                all.add(new SharedDeaths(name, kind, users, count(kills, kills)));
            }
        }
        return all;
    }

    private List<Scenario> ofWorkers() {
        return List.of(
                trial("ready", count(20_000, 1_000_000), Harm.KILL_READY, 0, Sort.MIXED),
                trial("any", count(3_000, 10_000), Harm.KILL_ANY, 0, Sort.MIXED),
                trial("retries", count(3_000, 10_000), Harm.KILL_READY, 3, Sort.MIXED),
                new On(
                        trial("turnover", count(3_000, 10_000), Harm.KILL_READY, 3, Sort.MIXED),
                        () -> Workers.processes(coming(options()))),
                trial("stopped", count(5_000, 50_000), Harm.STOP_ANY, 0, Sort.MIXED),
                trial(
                        "mischief",
                        count(700, 2_000),
                        Harm.NONE,
                        0,
                        isLong ? Sort.VERY_MISCHIEVOUS : Sort.MISCHIEVOUS),
                new SmallMemory(
                        trial("full", count(2_000, 5_000), Harm.KILL_READY, 0, Sort.FILLING),
                        arguments),
                scopes("scopes", count(3_000, 50_000), Harm.KILL_READY),
                scopes("scopes_any", count(1_000, 10_000), Harm.KILL_ANY),
                new Closing("closing", count(5, 25)),
                new DyingParents("parents", count(10, 1_000), MOST_ALIVE, false),
                new DyingParents("objects", count(10, 1_000), MOST_ALIVE, true),
                new Commands("commands", count(200, 5_000)),
                new Notice("notice", count(20, 100), 2),
                new On(
                        new Notice("notice_warm", count(20, 100), 2),
                        () -> Workers.processes(options().withCount(1).withWarmSpares(1))));
    }

    private static Trial trial(String name, int tasks, Harm harm, int retries, Sort sort) {
        return new Trial(name, tasks, harm, PAUSE, retries, sort);
    }

    private static Trial scopes(String name, int tasks, Harm harm) {
        return new Trial(name, tasks, harm, LONGER_PAUSE, 0, Sort.SCOPES);
    }

    private int count(int ofShort, int ofLong) {
        return (int) Math.max(1, times * (isLong ? ofLong : ofShort));
    }

    private static Workers open() {
        return Workers.processes(options());
    }

    private static ProcessOptions options() {
        return ProcessOptions.defaults().withCount(2).withMaxHeap("32m").withGrace(GRACE);
    }

    /// With workers that come and go for every reason that there is.
    private static ProcessOptions coming(ProcessOptions options) {
        return options.withRecycleAfter(200)
                .withMaxAge(Duration.ofMillis(700))
                .withMinCount(1)
                .withIdleTimeout(Duration.ofMillis(30))
                .withWarmSpares(1);
    }

    /// A scenario with workers of another kind.
    private record On(Scenario scenario, Supplier<Workers> workers) implements Scenario {
        @Override
        public String name() {
            return scenario.name();
        }

        @Override
        public String run(Ground ground) throws Exception {
            return scenario.run(new Ground(workers, ground.directory(), ground.seed()));
        }
    }
}
