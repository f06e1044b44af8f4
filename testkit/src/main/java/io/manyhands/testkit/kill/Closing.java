package io.manyhands.testkit.kill;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.testkit.kill.Outcomes.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Workers that are closed while they are killed: each task has one outcome, closing ends, and
/// nothing is left behind. Immutable.
///
/// @param name the name, for the log
/// @param rounds how often workers are opened and closed
public record Closing(String name, int rounds) implements Scenario {
    /// How they are closed.
    private enum Way {
        CLOSE,
        SHUTDOWN,
        SHUTDOWN_NOW,
        SHUTDOWN_THEN_NOW
    }

    private static final int MOST_TASKS = 300;
    private static final int MOST_TASK_NANOS = 2_000_000;
    private static final int MOST_OPEN_NANOS = 300_000_000;
    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Set<End> ENDS = EnumSet.of(End.VALUE, End.LOST);
    private static final Set<End> ENDS_IF_STOPPED = EnumSet.of(End.VALUE, End.LOST, End.CANCELLED);

    @Override
    public String run(Ground ground) throws Exception {
        Random random = new Random(ground.seed());
        try (Workers warm = ground.factory().get()) {
            long _ = warm.submit(() -> 1).get();
        }
        Remains before = Remains.now();
        Map<Way, Integer> ways = new EnumMap<>(Way.class);
        Map<Killer.State, Integer> killed = new EnumMap<>(Killer.State.class);
        Map<End, Integer> ends = new EnumMap<>(End.class);
        long begin = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            Way way = Way.values()[random.nextInt(Way.values().length)];
            int _ = ways.merge(way, 1, Integer::sum);
            Path file = Files.createTempFile(ground.directory(), "kill", ".book");
            try {
                Round round = new Round(ground, new Book(file.toString()), random, way);
                round.run(name + ", seed=" + ground.seed() + ", round=" + i, before);
                round.killed.forEach((state, many) -> killed.merge(state, many, Integer::sum));
                round.outcomes.counts().forEach((end, many) -> ends.merge(end, many, Integer::sum));
            } finally {
                Files.deleteIfExists(file);
            }
        }
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        return ("scenario=" + name + " seed=" + ground.seed() + " rounds=" + rounds + " " + ways)
                + (" " + Harm.KILL_ANY + "=" + killed + " ends=" + ends)
                + (" seconds=" + seconds);
    }

    /// Once from opening to closing. Confined.
    private static final class Round {
        private final Ground ground;
        private final Book book;
        private final Random random;
        private final Way way;
        private final Outcomes outcomes;
        private final Harvest harvest;
        private Map<Killer.State, Integer> killed = Map.of();

        Round(Ground ground, Book book, Random random, Way way) {
            this.ground = ground;
            this.book = book;
            this.random = random;
            this.way = way;
            this.outcomes = new Outcomes(1 + random.nextInt(MOST_TASKS), 1, MOST);
            this.harvest = new Harvest(outcomes);
        }

        void run(String which, Remains before) throws Exception {
            Workers workers = ground.factory().get();
            // Where none has ever come up, killing three is a reason to give up.
            long _ = workers.submit(() -> 1).get();
            try (Killer killer = new Killer(book, PAUSE, Harm.KILL_ANY, random.nextLong())) {
                submitAll(workers);
                LockSupport.parkNanos(random.nextInt(MOST_OPEN_NANOS));
                Thread closer = new Thread(() -> close(workers), "closer");
                closer.start();
                LockSupport.parkNanos(random.nextInt(MOST_OPEN_NANOS));
                killed = killer.end();
                long _ = Hangs.await(List.of(closer), () -> 0, () -> which + workers.statistics());
                Thread settler = new Thread(() -> harvest.settleAbove(0), "settler");
                settler.start();
                long _ =
                        Hangs.await(
                                List.of(settler),
                                outcomes::progress,
                                () -> which + workers.statistics());
            }
            List<String> wrongs = new ArrayList<>(before.more());
            try (Rows rows = new Rows(book)) {
                wrongs.addAll(outcomes.check(rows));
            }
            if (!wrongs.isEmpty()) {
                throw new IllegalStateException(
                        ("A round of " + which + ", way=" + way + ", ends=" + outcomes.counts())
                                + ("\n" + String.join("\n", wrongs)));
            }
        }

        private void submitAll(Workers workers) {
            Book own = book;
            boolean stops = way == Way.SHUTDOWN_NOW || way == Way.SHUTDOWN_THEN_NOW;
            for (int i = outcomes.claim(1); i >= 0; i = outcomes.claim(1)) {
                int number = i;
                long nanos = random.nextInt(MOST_TASK_NANOS);
                TaskFuture<Long> future = workers.submit(() -> Deeds.compute(own, number, nanos));
                harvest.add(number, future, stops ? ENDS_IF_STOPPED : ENDS);
            }
        }

        private void close(Workers workers) {
            switch (way) {
                case CLOSE -> {}
                case SHUTDOWN -> workers.shutdown();
                case SHUTDOWN_NOW -> {
                    List<Runnable> _ = workers.shutdownNow();
                }
                case SHUTDOWN_THEN_NOW -> {
                    workers.shutdown();
                    await(workers);
                    List<Runnable> _ = workers.shutdownNow();
                }
            }
            workers.close();
        }

        private static void await(Workers workers) {
            try {
                boolean _ = workers.awaitTermination(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }
}
