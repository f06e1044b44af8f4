package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.MemberTable;
import io.manyhands.memory.SharedFile;
import io.manyhands.shared.Lease;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedQueue;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.shared.SharedTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A member has died, and nobody waits in the room who would look.
class UnnoticedDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path directory;

    private Room room;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false, null);
    }

    @AfterEach
    void leave() {
        room.close();
    }

    private static void kill(Process mate) throws InterruptedException {
        boolean _ = mate.toHandle().destroyForcibly();
        int _ = mate.waitFor();
    }

    @Test
    void deadAreNotCountedAmongHoldersAndSubscribers() throws Exception {
        SharedSemaphore seats = room.semaphore("seats", 4);
        SharedTopic<Integer> prices = room.topic("prices", 1);
        SharedLatch held = room.latch("held", 1);
        Process mate = RoomMate.start(room, "permits", 0);
        try {
            assertThat(held.await(PATIENCE)).isTrue();
            assertThat(seats.availablePermits()).isEqualTo(2);
            assertThat(prices.subscribers()).isEqualTo(1);
        } finally {
            kill(mate);
        }
        assertThat(seats.availablePermits()).isEqualTo(4);
        assertThat(prices.subscribers()).isZero();
        seats.acquire(4);
        assertThat(seats.availablePermits()).isZero();
    }

    enum Way {
        POLL,
        POLL_IN_NO_TIME,
        PEEK,
        LEASE,
        DRAIN
    }

    @ParameterizedTest
    @EnumSource
    void whatWasOnTrustToTheDeadIsThereForOneWhoDoesNotWait(Way way) throws Exception {
        SharedQueue<Integer> jobs = room.queue("jobs", 3);
        SharedLatch held = room.latch("held", 1);
        jobs.put(1);
        jobs.put(2);
        Process mate = RoomMate.start(room, "trust", 0);
        try {
            assertThat(held.await(PATIENCE)).isTrue();
            assertThat(firstOf(jobs, way)).isNull();
        } finally {
            kill(mate);
        }
        assertThat(firstOf(jobs, way)).isEqualTo(1);
    }

    private static @Nullable Integer firstOf(SharedQueue<Integer> jobs, Way way)
            throws InterruptedException {
        return switch (way) {
            case POLL -> jobs.poll();
            case POLL_IN_NO_TIME -> jobs.poll(0, TimeUnit.SECONDS);
            case PEEK -> jobs.peek();
            case LEASE -> {
                Lease<Integer> lease = jobs.lease(Duration.ZERO);
                yield lease == null ? null : lease.item();
            }
            case DRAIN -> {
                List<Integer> drained = new ArrayList<>();
                yield jobs.drainTo(drained) == 0 ? null : drained.getFirst();
            }
        };
    }

    /// Who was to remove them has marked the member, and then died.
    @Test
    void filesOfTheDeadGoThoughWhoWasToRemoveThemHasDied() throws Exception {
        Board board = Board.create(room);
        Process mate = RoomMate.start(room, "wait", 0);
        try {
            // Who waits here would look.
            while (board.value(RoomMate.READY) == 0
                    || !board.isAsleep(RoomMate.NEVER, (int) board.value(RoomMate.READY))) {
                assertThat(mate.isAlive()).isTrue();
            }
        } finally {
            kill(mate);
        }
        assertThat(files("bell-")).hasSize(1);
        try (SharedFile file = SharedFile.open(room.path().resolve(RoomFiles.MEMBERS))) {
            MemberTable table = new MemberTable(file.words(), RoomFiles.TABLE_AT);
            int member = (int) board.value(RoomMate.READY);
            assertThat(table.markGone(member)).isTrue();
            Path _ = Files.createFile(room.path().resolve(RoomFiles.draftPrefix(member) + 7));
        }
        assertThat(files("bell-")).hasSize(1);
        Process next = RoomMate.start(room, "echo", 0);
        assertThat(next.waitFor()).isZero();
        assertThat(files("bell-")).isEmpty();
        assertThat(files("draft-")).isEmpty();
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(room.path())) {
            return all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .toList();
        }
    }
}
