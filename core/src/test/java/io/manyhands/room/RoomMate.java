package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.memory.Sleepers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.Hold;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedTopic;
import io.manyhands.shared.Subscription;
import io.manyhands.waits.Sight;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// Another process in a room, which does one thing, and dies with whoever has started it.
final class RoomMate {
    /// Numbers of the board: what is asked, what is answered, who is there, and what never comes.
    static final int ASKED = 0;

    static final int ANSWERED = 1;
    static final int READY = 2;
    static final int NEVER = 3;

    private RoomMate() {}

    /// Does as it is told.
    ///
    /// @param arguments the room's directory, what to do, and how often
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().name("parent-watch").daemon().start(RoomMate::watch);
        if (arguments[1].equals("cross")) {
            cross(Room.attach(arguments[0]));
            return;
        }
        if (arguments[1].equals("hold")) {
            hold(Room.attach(arguments[0]));
            return;
        }
        if (arguments[1].equals("permits")) {
            holdPermits(Room.attach(arguments[0]));
            return;
        }
        if (arguments[1].equals("trust")) {
            holdOnTrust(Room.attach(arguments[0]));
            return;
        }
        if (arguments[1].equals("crowd")) {
            crowd(Path.of(arguments[0]), arguments[2]);
            return;
        }
        if (arguments[1].equals("gate")) {
            tryLock(Path.of(arguments[0]));
            return;
        }
        Board board = Board.open(Room.attach(arguments[0]));
        int count = Integer.parseInt(arguments[2]);
        switch (arguments[1]) {
            case "echo" -> echo(board, 0, count);
            case "wait" -> waitForEver(board);
            case "churn" -> churn(board, arguments[0]);
            case "virtual" -> virtual(board, count);
            case "full" -> echoWithoutDescriptors(board, count);
            case "finder" -> find(board);
            case "taker" -> take(board.room());
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        board.room().close();
    }

    /// Answers each odd number with the next.
    private static void echo(Board board, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            board.await(ASKED, 2L * i + 1);
            board.set(ANSWERED, 2L * i + 2);
        }
    }

    /// Does so though no file or socket can be opened.
    private static void echoWithoutDescriptors(Board board, int rounds) throws Exception {
        // All classes are there after that.
        echo(board, 0, 1);
        while (board.value(READY) == 0) {
            board.room().look();
        }
        List<FileInputStream> open = new ArrayList<>();
        try {
            while (true) {
                open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException full) {
            board.setQuietly(READY, 2);
        }
        echo(board, 1, rounds);
        for (FileInputStream each : open) {
            each.close();
        }
    }

    /// Asks all others again and again what they wait for, and can be asked.
    private static void find(Board board) {
        Thread _ = Thread.startVirtualThread(() -> waitForEver(board));
        while (true) {
            List<Sight> _ = RoomInquiry.sights(_ -> Runtime.getRuntime().halt(2));
        }
    }

    /// Uses a queue, and dies.
    private static void take(Room room) throws Exception {
        SharedQueue<Integer> queue = room.shared(Blueprint.queue("jobs", 1));
        if (queue.take() == 1) {
            Runtime.getRuntime().halt(0);
        }
    }

    /// Says by its exit whether a lock is free.
    private static void tryLock(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            System.exit(channel.tryLock() == null ? 0 : 1);
        }
    }

    private static void waitForEver(Board board) {
        board.set(READY, board.room().self());
        board.waiting(NEVER).awaitUninterruptibly(() -> false);
    }

    /// Waits for the same as others and rings for them, joins and leaves, without end.
    private static void churn(Board first, String directory) throws Exception {
        Board board = first;
        for (int i = 0; ; i++) {
            for (int number = ASKED; number <= ANSWERED; number++) {
                boolean never = board.waiting(number).await(() -> false, i % 3 * 100_000L);
                board.wake(number);
                if (never) {
                    return;
                }
            }
            if (i % 8 == 7) {
                board.room().close();
                board = Board.open(Room.attach(directory));
            }
        }
    }

    /// All wait at a time, and each takes one of what comes.
    private static void virtual(Board board, int threads) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread _ =
                    Thread.startVirtualThread(() -> {
                        board.add(READY, 1);
                        board.waiting(ASKED).awaitUninterruptibly(() -> board.take(ASKED));
                        done.countDown();
                    });
        }
        done.await();
        board.set(ANSWERED, threads);
    }

    /// Takes two locks in the order that is not that of the test.
    private static void cross(Room room) throws Exception {
        SharedLock alice = room.shared(Blueprint.lock("alice"));
        SharedLock bob = room.shared(Blueprint.lock("bob"));
        try (Hold _ = bob.hold()) {
            int _ = room.shared(new Blueprint.Barrier("both", 2)).await();
            try (Hold _ = alice.hold()) {
                room.shared(new Blueprint.Counter("crossed")).set(1);
            }
        } catch (DeadlockException givenUp) {
            room.shared(new Blueprint.Counter("given up")).set(1);
        }
        room.close();
    }

    /// Has a lock for as long as it lives.
    @SuppressWarnings("LockNotBeforeTry") // it is killed
    private static void hold(Room room) throws InterruptedException {
        room.shared(Blueprint.lock("ledger")).lock();
        room.shared(new Blueprint.Latch("held", 1)).countDown();
        Thread.currentThread().join();
    }

    /// Has permits and a subscription for as long as it lives.
    private static void holdPermits(Room room) throws InterruptedException {
        room.shared(new Blueprint.Semaphore("seats", 4)).acquire(2);
        SharedTopic<Integer> prices = room.shared(Blueprint.topic("prices", 1));
        try (Subscription<Integer> _ = prices.subscribe()) {
            room.shared(new Blueprint.Latch("held", 1)).countDown();
            Thread.currentThread().join();
        }
    }

    private static void holdOnTrust(Room room) throws InterruptedException {
        SharedQueue<Integer> jobs = room.shared(Blueprint.queue("jobs", 3));
        Lease<Integer> _ = jobs.lease();
        Lease<Integer> _ = jobs.lease();
        room.shared(new Blueprint.Latch("held", 1)).countDown();
        Thread.currentThread().join();
    }

    /// Takes slots as so many processes would.
    private static void crowd(Path room, String sign) throws Exception {
        // Never closed: the process ends by being killed.
        Liveness liveness = Liveness.open(room.resolve(RoomFiles.ALIVE));
        for (int slot = 0; slot < Members.MOST; slot++) {
            boolean _ = liveness.take(slot);
        }
        java.nio.file.Files.createFile(Path.of(sign));
        Thread.currentThread().join();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here.
            }
        } catch (IOException gone) {
            // As if it had ended.
        }
        Runtime.getRuntime().halt(1);
    }

    static Process start(Room room, String what, int count) throws Exception {
        return start(room.path(), what, String.valueOf(count));
    }

    static Process start(Path room, String what, String argument, String... flags)
            throws Exception {
        List<String> command = new ArrayList<>();
        if (what.equals("full")) {
            command.addAll(List.of("sh", "-c", "ulimit -n 100; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(
                String.join(
                        File.pathSeparator,
                        root(RoomMate.class).toString(),
                        root(Sleepers.class).toString()));
        command.addAll(List.of(RoomMate.class.getName(), room.toString(), what, argument));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The folder that a class is in, also if it patches a module.
    private static Path root(Class<?> type) throws Exception {
        String resource = type.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(type.getResource("/" + resource));
        String text = url.toString();
        return Path.of(URI.create(text.substring(0, text.length() - resource.length())));
    }
}
