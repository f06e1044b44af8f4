package io.manyhands.testkit.kill;

import io.manyhands.HostShared;
import io.manyhands.shared.SharedEvent;
import io.manyhands.testkit.kill.Use.Telling;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// Programs that use a shared object without end, and are killed: the others go on, what the dead
/// had comes back, the books agree, and nothing is left behind. Immutable.
///
/// @param name the name, for the log
/// @param kind what they share
/// @param users how many there are at a time: an even number
/// @param kills how many are killed while they use it; with none, they only use it
public record SharedDeaths(String name, SharedKind kind, int users, int kills) implements Scenario {
    private static final int KILLS_OF_A_BOOK = 25;
    private static final int CHECKER = -1;
    private static final int MANY_AT_ONCE = 4;
    private static final int WITHOUT_WAIT = 4;
    private static final long MOST_NANOS = Duration.ofMillis(30).toNanos();
    private static final long MOST_UNREADY_NANOS = Duration.ofMillis(300).toNanos();
    private static final long CALM_NANOS = Duration.ofMillis(300).toNanos();
    // Who dies while it buries another leaves that one's files until the room is removed.
    private static final int MOST_LEFT = 2;
    private static final long LEFT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration LOOK = Duration.ofMillis(20);

    @Override
    public String run(Ground ground) throws Exception {
        Random random = new Random(ground.seed());
        warmUp(ground, random);
        Remains before = Remains.now();
        Sums sums = new Sums();
        long begin = System.nanoTime();
        do {
            int ofBook = Math.min(KILLS_OF_A_BOOK, kills - sums.killed);
            Path directory = Files.createTempDirectory(ground.directory(), "kill");
            try {
                useAndCheck(new Round(ground, directory, random, ofBook), sums);
            } catch (Exception | AssertionError failure) {
                throw new IllegalStateException(line(ground, sums, begin), failure);
            } finally {
                delete(directory);
            }
        } while (sums.killed < kills);
        List<String> wrongs = before.more();
        if (!wrongs.isEmpty()) {
            throw new IllegalStateException(line(ground, sums, begin) + wrongs);
        }
        return line(ground, sums, begin);
    }

    /// Once with a book and objects of its own.
    private record Round(Ground ground, Path directory, Random random, int kills) {
        Book book() throws IOException {
            Path file = directory.resolve("book");
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            return new Book(file.toString());
        }

        String shared() {
            return "kill-" + ProcessHandle.current().pid();
        }
    }

    private static final class Sums {
        private int killed;
        private int coming;
        private int left;
        private long rows;
        private final List<Long> goneOnNanos = new ArrayList<>();
    }

    private String line(Ground ground, Sums sums, long begin) {
        long[] nanos = sums.goneOnNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        String gone =
                nanos.length == 0
                        ? ""
                        : " allGoOnMillis: median="
                                + nanos[nanos.length / 2] / 1_000_000
                                + (" most=" + nanos[nanos.length - 1] / 1_000_000);
        return ("scenario=" + name + " seed=" + ground.seed() + " users=" + users)
                + (" killed=" + sums.killed + " coming=" + sums.coming + " rows=" + sums.rows)
                + (" left=" + sums.left)
                + (gone + " seconds=" + (System.nanoTime() - begin) / 1_000_000_000);
    }

    /// Has everything loaded that stays open for good.
    private static void warmUp(Ground ground, Random random)
            throws IOException, InterruptedException {
        Path book = Files.createTempFile(ground.directory(), "kill", ".book");
        new Book(book.toString()).begun(0);
        Files.delete(book);
        try (HostShared shared = HostShared.open("warm-" + ProcessHandle.current().pid())) {
            boolean _ = shared.event("never").await(Duration.ofNanos(random.nextInt(1_000_000)));
        }
    }

    private void useAndCheck(Round round, Sums sums) throws Exception {
        Book book = round.book();
        List<String> wrongs = new ArrayList<>();
        try (HostShared shared = HostShared.open(round.shared())) {
            Use.Pen pen = new Use.Pen(book, CHECKER);
            Use own = kind.use(new Use.Seat(shared, users, users, pen, round.random));
            try (Crowd crowd = crowd(round)) {
                crowd.fill();
                crowd.awaitAll();
                LockSupport.parkNanos(CALM_NANOS);
                for (int killed = 0; killed < round.kills; ) {
                    int busy = killSome(crowd, own, round, sums);
                    killed += busy;
                    sums.killed += busy;
                }
                crowd.ensureAlive();
            }
            ensureWhole(own);
            List<String> left = leftIn(round.shared(), shared);
            sums.left += left.size();
            if (left.size() > MOST_LEFT) {
                wrongs.addAll(left);
            }
            try (Rows rows = new Rows(book)) {
                wrongs.addAll(Lives.wrongs(rows, own));
            }
            sums.rows += Files.size(Path.of(book.path())) / Book.ROW_BYTES;
        } finally {
            book.close();
        }
        rooms(round.shared()).forEach(room -> wrongs.add("room " + room));
        if (!wrongs.isEmpty()) {
            throw new IllegalStateException(String.join("\n", wrongs));
        }
    }

    private Crowd crowd(Round round) throws IOException {
        return new Crowd(
                List.of(round.shared(), kind.name()),
                users,
                round.book(),
                round.directory.resolve("output"),
                round.random.nextLong());
    }

    /// In a thread of its own, as it could hang.
    private static void ensureWhole(Use own) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread =
                Thread.ofPlatform()
                        .name("whole")
                        .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                        .unstarted(() -> {
                            try {
                                own.ensureWhole();
                            } catch (Exception failure) {
                                failures.add(failure);
                            }
                        });
        thread.start();
        long _ = Hangs.await(List.of(thread), () -> 0, () -> "what is shared is used by one alone");
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    "What the dead have used is whole", failures.getFirst());
        }
    }

    /// Kills one or more, and replaces them.
    ///
    /// @return how many of them used it
    private int killSome(Crowd crowd, Use own, Round round, Sums sums) throws Exception {
        Random random = round.random;
        boolean onlyReady = own.telling() != Telling.NOBODY;
        List<Integer> victims = victims(crowd, random, onlyReady);
        long begin = System.nanoTime();
        int busy = crowd.kill(victims);
        sums.coming += victims.size() - busy;
        crowd.awaitTold(toBeTold(crowd, own.telling(), victims));
        crowd.fill();
        if (own.telling() == Telling.EVERYBODY) {
            crowd.awaitTold(toBeTold(crowd, own.telling(), victims));
        }
        // What they do from now on, they do after all were told.
        crowd.forgetActive();
        own.goOn();
        if (onlyReady || random.nextInt(WITHOUT_WAIT) > 0) {
            crowd.awaitAll();
            sums.goneOnNanos.add(System.nanoTime() - begin);
            pause(random, MOST_NANOS);
        } else {
            pause(random, MOST_UNREADY_NANOS);
        }
        return busy;
    }

    private static void pause(Random random, long most) {
        long until = System.nanoTime() + (long) (random.nextDouble() * most);
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    private static List<Integer> victims(Crowd crowd, Random random, boolean onlyReady)
            throws IOException {
        int many = random.nextInt(MANY_AT_ONCE) == 0 ? 1 + random.nextInt(crowd.count()) : 1;
        List<Integer> victims = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            int index = random.nextInt(crowd.count());
            if (!victims.contains(index) && (!onlyReady || crowd.isReady(index))) {
                victims.add(index);
            }
        }
        return victims;
    }

    private static List<Integer> toBeTold(Crowd crowd, Telling telling, List<Integer> victims) {
        List<Integer> told = new ArrayList<>();
        for (int index = 0; index < crowd.count(); index++) {
            boolean isTold =
                    switch (telling) {
                        case NOBODY -> false;
                        case PARTNER -> victims.contains(index ^ 1);
                        case EVERYBODY -> true;
                    };
            if (isTold && crowd.isThere(index)) {
                told.add(index);
            }
        }
        return told;
    }

    /// What the dead have left in the room, once one who waits has looked: nothing, if all is well.
    private static List<String> leftIn(String name, HostShared shared) throws Exception {
        SharedEvent never = shared.event("never");
        long begin = System.nanoTime();
        List<String> left = leftNow(name);
        while (!left.isEmpty() && System.nanoTime() - begin < LEFT_NANOS) {
            boolean _ = never.await(LOOK);
            left = leftNow(name);
        }
        return left;
    }

    private static List<String> leftNow(String name) {
        List<String> left = new ArrayList<>();
        int bells = 0;
        for (File room : rooms(name)) {
            String[] files = room.list();
            for (String file : files == null ? new String[0] : files) {
                bells += file.startsWith("bell-") ? 1 : 0;
                // One bell is that of this program.
                if (file.startsWith("draft-") || (file.startsWith("bell-") && bells > 1)) {
                    left.add("file " + room + "/" + file);
                }
            }
        }
        return left;
    }

    /// The directories of what programs share by a name.
    private static List<File> rooms(String name) {
        List<File> found = new ArrayList<>();
        for (String place :
                new TreeSet<>(List.of("/dev/shm", System.getProperty("java.io.tmpdir")))) {
            File[] all =
                    new File(place).listFiles((_, file) -> file.startsWith("manyhands-shared-"));
            for (File each : all == null ? new File[0] : all) {
                File room = new File(each, "room-" + name);
                if (room.exists()) {
                    found.add(room);
                }
            }
        }
        return found;
    }

    private static void delete(Path directory) throws IOException {
        for (String file : List.of("book", "output")) {
            boolean _ = Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }
}
