package io.manyhands.testkit.kill;

import io.manyhands.Submitter;
import io.manyhands.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// Tasks, and what is done to their workers meanwhile: each has one outcome, runs as often as it
/// may, and nothing is left behind. Immutable.
///
/// @param name the name, for the log
/// @param tasks how many tasks
/// @param harm what is done to the workers
/// @param pause the time between two of that on average
/// @param retries how often each task may be tried again
/// @param sort which tasks
public record Trial(String name, int tasks, Harm harm, Duration pause, int retries, Sort sort)
        implements Scenario {
    /// The system property for the seconds after which no further task is submitted.
    private static final String MOST_SECONDS = "io.manyhands.testkit.kill-seconds";

    /// What the clients of a trial need.
    record Setting(Workers workers, Submitter with, Book book, Outcomes outcomes, Random random) {}

    /// Which tasks.
    public enum Sort {
        /// Small and large, single and in maps, that wait for others, print, fail, are cancelled,
        /// and some that do not end when they are interrupted.
        MIXED,
        /// Small ones, and all that a task can do to its worker, each as often; little is printed.
        MISCHIEVOUS,
        /// The same; much is printed.
        VERY_MISCHIEVOUS,
        /// As [#MIXED], and some that fill the memory that processes share.
        FILLING,
        /// Scopes within scopes, with all policies and deadlines.
        SCOPES;

        private static final int CLIENTS = 3;
        private static final long LITTLE_BYTES = 2_000_000;
        private static final long MUCH_BYTES = 1_000_000_000;

        private List<Runnable> clients(Setting setting) {
            if (this == MISCHIEVOUS || this == VERY_MISCHIEVOUS) {
                long bytes = this == MISCHIEVOUS ? LITTLE_BYTES : MUCH_BYTES;
                return List.of(new BadClient(setting, bytes));
            }
            if (this == SCOPES) {
                return List.of(new ScopeClient(setting), new ScopeClient(setting));
            }
            List<Runnable> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(setting));
            }
            if (this == FILLING) {
                clients.add(new FillingClient(setting));
            }
            return clients;
        }
    }

    @Override
    public String run(Ground ground) throws Exception {
        warmUp(ground.factory());
        Remains before = Remains.now();
        Path file = Files.createTempFile(ground.directory(), "kill", ".book");
        try {
            return run(ground, new Book(file.toString()), before);
        } finally {
            Files.deleteIfExists(file);
            Remains.endDescendants();
        }
    }

    private String run(Ground ground, Book book, Remains before) throws Exception {
        Random random = new Random(ground.seed());
        Outcomes outcomes = new Outcomes(tasks, 1 + retries, most());
        long begin = System.nanoTime();
        Map<Killer.State, Integer> harmed;
        long still;
        Workers workers = ground.factory().get();
        begin(workers, book, outcomes);
        try (Killer killer = new Killer(book, pause, harm, random.nextLong())) {
            Submitter with = retries == 0 ? workers : workers.withRetries(retries);
            Setting setting = new Setting(workers, with, book, outcomes, random);
            List<Thread> clients = new ArrayList<>();
            for (Runnable client : sort.clients(setting)) {
                clients.add(new Thread(client, "client-" + clients.size()));
            }
            clients.forEach(Thread::start);
            still = Hangs.await(clients, outcomes::progress, () -> state(ground, workers));
            harmed = killer.end();
        }
        Thread closer = new Thread(workers::close, "closer");
        closer.start();
        long _ = Hangs.await(List.of(closer), () -> 0, () -> state(ground, workers));
        long millis = (System.nanoTime() - begin) / 1_000_000;
        book.close();
        List<String> wrongs = new ArrayList<>(before.more());
        try (Rows rows = new Rows(book)) {
            wrongs.addAll(outcomes.check(rows, workers.statistics()));
        }
        if (harm == Harm.STOP_ANY && outcomes.counts().containsKey(Outcomes.End.LOST)) {
            wrongs.add("A worker that was stopped for a moment is not lost");
        }
        String line =
                ("scenario=" + name + " seed=" + ground.seed() + " tasks=" + outcomes.tasks())
                        + (" retries=" + retries + " " + harm + "=" + harmed)
                        + (" ends=" + outcomes.counts())
                        + (" retried=" + workers.statistics().retried())
                        + (" stillMillis="
                                + still
                                + " seconds="
                                + millis / 1000
                                + "."
                                + millis / 100 % 10);
        if (!wrongs.isEmpty()) {
            throw new IllegalStateException(line + "\n" + String.join("\n", wrongs));
        }
        return line;
    }

    /// Has one task done: where no worker has ever come up, killing three is a reason to give up.
    private static void begin(Workers workers, Book book, Outcomes outcomes) {
        int number = outcomes.claim(1);
        Harvest first = new Harvest(outcomes);
        first.add(number, workers.submit(() -> Deeds.compute(book, number, 0)), Harvest.ORDINARY);
        first.settleLast();
    }

    private static Duration most() {
        return Duration.ofSeconds(Long.getLong(MOST_SECONDS, 1_800));
    }

    private String state(Ground ground, Workers workers) {
        return name + ", seed=" + ground.seed() + ", statistics=" + workers.statistics();
    }

    /// Has everything loaded that stays open for good.
    private static void warmUp(Supplier<Workers> factory)
            throws IOException, ExecutionException, InterruptedException {
        try (Workers workers = factory.get()) {
            if (workers.submit(() -> 1).get() != 1) {
                throw new IllegalStateException("A worker computes");
            }
        }
        List<Long> _ = Killer.children();
    }
}
