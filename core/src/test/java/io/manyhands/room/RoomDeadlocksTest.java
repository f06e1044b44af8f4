package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.Deadlocks;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.Hold;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedLock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two programs that share two locks, and take them in opposite order.
class RoomDeadlocksTest {
    private static final long PAUSE_NANOS = 1_000_000;

    @TempDir Path directory;

    private Room room;
    private Process mate;
    private final CompletableFuture<Boolean> hasBoth = new CompletableFuture<>();

    @BeforeEach
    void cross() throws Exception {
        room = Room.make(directory.resolve("room"), false, null);
        mate = RoomMate.start(room, "cross", 0);
        Thread _ = Thread.ofPlatform().name("program").start(this::lockBoth);
    }

    @AfterEach
    void leave() throws Exception {
        boolean _ = mate.toHandle().destroyForcibly();
        int _ = mate.waitFor();
        boolean _ = hasBoth.join();
        room.close();
    }

    private void lockBoth() {
        SharedLock alice = room.shared(Blueprint.lock("alice"));
        SharedLock bob = room.shared(Blueprint.lock("bob"));
        try (Hold _ = alice.hold()) {
            int _ = room.shared(new Blueprint.Barrier("both", 2)).await();
            try (Hold _ = bob.hold()) {
                hasBoth.complete(true);
            }
        } catch (DeadlockException givenUp) {
            hasBoth.complete(false);
        } catch (Exception failure) {
            hasBoth.completeExceptionally(failure);
        }
    }

    private static Deadlock found() {
        List<Deadlock> found = Deadlocks.find();
        while (found.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = Deadlocks.find();
        }
        return found.getFirst();
    }

    private SharedCounter counter(String name) {
        return room.shared(new Blueprint.Counter(name));
    }

    @Test
    void bothAreNamedAndOneGivesUp() throws Exception {
        Deadlock found = found();
        assertThat(found.waiters())
                .extracting(Deadlock.Waiter::pid)
                .containsExactlyInAnyOrder(ProcessHandle.current().pid(), mate.pid());
        assertThat(Deadlocks.breakUp(found)).isTrue();
        boolean here = hasBoth.join();
        assertThat(mate.waitFor()).isZero();
        assertThat(counter(here ? "given up" : "crossed").get()).isEqualTo(1);
        assertThat(counter(here ? "crossed" : "given up").get()).isZero();
    }

    @Test
    void waitOfTheOtherProcessCanBeBrokenUp() throws Exception {
        Deadlock found = found();
        // Only that one may fail.
        Deadlock.Waiter other =
                found.waiters().stream()
                        .filter(waiter -> waiter.pid() == mate.pid())
                        .findAny()
                        .orElseThrow();
        assertThat(other.stack()).extracting(StackTraceElement::getMethodName).contains("cross");
        assertThat(Deadlocks.breakUp(new Deadlock(List.of(other)))).isTrue();
        assertThat(hasBoth.join()).isTrue();
        assertThat(mate.waitFor()).isZero();
        assertThat(counter("given up").get()).isEqualTo(1);
    }

    @Test
    void stoppedProcessIsLeftOutAndKeepsNobodyWaiting() throws Exception {
        Deadlock _ = found();
        signal("STOP");
        try {
            assertThat(Deadlocks.find()).isEmpty();
        } finally {
            signal("CONT");
        }
        assertThat(found().waiters()).hasSize(2);
    }

    @Test
    void deathEndsADeadlock() throws Exception {
        Deadlock _ = found();
        boolean _ = mate.toHandle().destroyForcibly();
        assertThat(hasBoth.join()).isTrue();
        assertThat(Deadlocks.find()).isEmpty();
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(mate.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
