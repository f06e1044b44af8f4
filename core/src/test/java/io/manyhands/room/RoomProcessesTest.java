package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.manyhands.Deadlocks;
import io.manyhands.memory.Members;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Deadlock;
import io.manyhands.shared.SharedQueue;
import io.manyhands.waits.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes in a room, which wake each other, are killed, and stop.
class RoomProcessesTest {
    private static final int KILLS = Integer.getInteger("io.manyhands.test.kills", 8);

    @TempDir Path directory;

    private final List<Process> mates = new ArrayList<>();
    private Room room;
    private Board board;

    @BeforeEach
    void makeRoom() throws Exception {
        room = Room.make(directory.resolve("room"), false, null);
        board = Board.create(room);
    }

    @AfterEach
    void leave() throws Exception {
        for (Process mate : mates) {
            kill(mate);
        }
        room.close();
    }

    private Process start(String what, int count) throws Exception {
        Process mate = RoomMate.start(room, what, count);
        mates.add(mate);
        return mate;
    }

    private static void kill(Process mate) throws InterruptedException {
        boolean _ = mate.toHandle().destroyForcibly();
        int _ = mate.waitFor();
    }

    @Test
    void twoProcessesPassANumberToAndFro() throws Exception {
        int rounds = 20_000;
        Process mate = start("echo", rounds);
        ask(0, rounds);
        assertThat(mate.waitFor()).isZero();
        assertThat(room.table().size()).isEqualTo(1);
        assertThat(bells()).hasSize(1);
    }

    private void ask(int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            board.set(RoomMate.ASKED, 2L * i + 1);
            board.await(RoomMate.ANSWERED, 2L * i + 2);
        }
    }

    private List<String> bells() throws Exception {
        try (var files = Files.list(room.path())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("bell-"))
                    .toList();
        }
    }

    @Test
    void killedMemberIsGoneAndItsSlotGetsAnotherGeneration() throws Exception {
        Process first = start("wait", 0);
        int dead = awaitMate();
        while (!board.isAsleep(RoomMate.NEVER, dead)) {
            Thread.onSpinWait();
        }
        assertThat(room.isGoneForSure(dead)).isFalse();
        int changes = room.table().changes();
        kill(first);
        assertThat(room.isGoneForSure(dead)).isTrue();
        assertThat(room.isGone(dead)).isTrue();
        assertThat(room.table().changes()).isGreaterThan(changes);
        board.set(RoomMate.READY, 0);
        Process _ = start("wait", 0);
        int next = awaitMate();
        assertThat(Members.slot(next)).isEqualTo(Members.slot(dead));
        assertThat(next).isNotEqualTo(dead);
        assertThat(room.isGone(dead)).isTrue();
        assertThat(room.isGoneForSure(next)).isFalse();
    }

    private int awaitMate() throws InterruptedException {
        boolean isThere =
                board.waiting(RoomMate.READY)
                        .await(() -> board.value(RoomMate.READY) != 0, Long.MAX_VALUE);
        assertThat(isThere).isTrue();
        return (int) board.value(RoomMate.READY);
    }

    @Test
    void whoeverWaitsNoticesADeath() throws Exception {
        Process mate = start("wait", 0);
        int dead = awaitMate();
        Thread killer = Thread.ofPlatform().name("killer").start(() -> mate.destroyForcibly());
        assertThat(board.waiting(RoomMate.NEVER).await(() -> room.isGone(dead), Long.MAX_VALUE))
                .isTrue();
        killer.join();
    }

    @Test
    void noWakeUpIsLostWithThoseWhoAreKilled() throws Exception {
        Random random = new Random(1);
        int rounds = KILLS * 500;
        Process echo = start("echo", rounds);
        Process churning = start("churn", 0);
        for (int kill = 0; kill < KILLS; kill++) {
            int until = kill * 500 + 1 + random.nextInt(499);
            ask(kill * 500, until);
            kill(churning);
            churning = start("churn", 0);
            ask(until, (kill + 1) * 500);
        }
        assertThat(echo.waitFor()).isZero();
        kill(churning);
        room.look();
        assertThat(room.table().size()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForAProcessThatIsStopped() throws Exception {
        Process mate = start("echo", 1);
        while (!bells().contains("bell-101")) {
            Thread.onSpinWait();
        }
        signal("-STOP", mate);
        try {
            for (int i = 0; i < 500_000; i++) {
                room.ring(1);
            }
            assertThat(room.isGoneForSure(0x101)).isFalse();
        } finally {
            signal("-CONT", mate);
        }
        ask(0, 1);
        assertThat(mate.waitFor()).isZero();
    }

    @Test
    void whatADeadMemberHadBegunToMakeIsRemoved() throws Exception {
        Process mate = start("echo", 1);
        while (!bells().contains("bell-101")) {
            Thread.onSpinWait();
        }
        Path draft = Files.createFile(room.path().resolve("draft-101-7"));
        Path other = Files.createFile(room.path().resolve("draft-100-1"));
        kill(mate);
        room.look();
        assertThat(draft).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void whoTakesTheSlotOfADeadMemberBuriesIt() throws Exception {
        Process first = start("echo", 1);
        while (!bells().contains("bell-101")) {
            Thread.onSpinWait();
        }
        Path draft = Files.createFile(room.path().resolve("draft-101-7"));
        kill(first);
        // Nobody waits here, so nobody looks: the next one finds the slot as it was left.
        Process second = start("echo", 1);
        while (!bells().contains("bell-201")) {
            Thread.onSpinWait();
        }
        assertThat(bells()).doesNotContain("bell-101");
        assertThat(draft).doesNotExist();
        ask(0, 1);
        assertThat(second.waitFor()).isZero();
    }

    @Test
    void whoeverWaitsNoticesWhatNobodyHasRungFor() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Thread waiter =
                Thread.ofPlatform()
                        .name("waiter")
                        .start(() ->
                                board.waiting(RoomMate.NEVER)
                                        .awaitUninterruptibly(() -> {
                                            int _ = attempts.incrementAndGet();
                                            return board.value(RoomMate.NEVER) > 0;
                                        }));
        while (!board.isAsleep(RoomMate.NEVER, room.self())) {
            Thread.onSpinWait();
        }
        // As one that is killed or stopped between its change and its rings.
        board.setQuietly(RoomMate.NEVER, 1);
        waiter.join();
        assertThat(attempts).hasPositiveValue();
    }

    @Test
    void memberWithoutDescriptorsIsWokenAndWakes() throws Exception {
        Process mate = start("full", 5);
        ask(0, 1);
        // Under its new number nobody has a line to it, nor it one to anybody.
        room.close();
        room = Room.attach(directory.resolve("room").toString());
        board = Board.open(room);
        board.setQuietly(RoomMate.READY, 1);
        while (board.value(RoomMate.READY) == 1) {
            Thread.onSpinWait();
        }
        ask(1, 5);
        assertThat(mate.waitFor()).isZero();
    }

    @Test
    void twoWhoAskAtATimeAreBothAnswered() throws Exception {
        Process _ = start("finder", 0);
        int _ = awaitMate();
        List<Long> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<Sight> sights = RoomInquiry.sights(silent::add);
            assertThat(silent).isEmpty();
            assertThat(sights).isNotEmpty();
        }
    }

    @Test
    void queueWhoseTakerWasReplacedIsNoDeadlock() throws Exception {
        SharedQueue<Integer> queue = room.shared(Blueprint.queue("jobs", 1));
        // One taker is this thread, the other a process that dies, whose heir does something else.
        assertThat(queue.poll()).isNull();
        queue.put(1);
        Process taker = start("taker", 0);
        assertThat(taker.waitFor()).isZero();
        queue.put(2);
        Process _ = start("wait", 0);
        int _ = awaitMate();
        Thread putter = Thread.currentThread();
        CompletableFuture<List<Deadlock>> found = new CompletableFuture<>();
        Thread looker =
                Thread.ofPlatform()
                        .name("looker")
                        .start(() -> {
                            while (putter.getState() == Thread.State.RUNNABLE
                                    && !isListening(putter)) {
                                Thread.onSpinWait();
                            }
                            found.complete(Deadlocks.find());
                            Object _ = queue.poll();
                        });
        queue.put(3);
        looker.join();
        assertThat(found.join()).isEmpty();
    }

    private static boolean isListening(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("sun.nio.ch.SelectorImpl"));
    }

    private static void signal(String name, Process process) throws Exception {
        String pid = String.valueOf(process.pid());
        int _ = new ProcessBuilder("kill", name, pid).inheritIO().start().waitFor();
    }

    @Test
    void waitingVirtualThreadsShareOneCarrier() throws Exception {
        int threads = 500;
        Process mate =
                RoomMate.start(
                        room.path(),
                        "virtual",
                        String.valueOf(threads),
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        mates.add(mate);
        board.await(RoomMate.READY, threads);
        for (int i = 0; i < threads; i++) {
            board.add(RoomMate.ASKED, 1);
        }
        board.await(RoomMate.ANSWERED, threads);
        assertThat(mate.waitFor()).isZero();
    }

    @Test
    void roomForMoreThanCanBeIsRefused() throws Exception {
        Path sign = directory.resolve("sign");
        room.close();
        mates.add(RoomMate.start(room.path(), "crowd", sign.toString()));
        while (!Files.exists(sign)) {
            Thread.onSpinWait();
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> Room.attach(room.path().toString()))
                .withMessage(
                        "Shared objects must be used by 256 processes at most: path="
                                + room.path());
        kill(mates.getLast());
        room = Room.attach(room.path().toString());
    }
}
