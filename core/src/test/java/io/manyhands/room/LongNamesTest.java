package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of as many letters as there may be.
@SuppressWarnings("WaitNotInLoop") // any wait will do
class LongNamesTest {
    private static final int MOST = 200;

    @TempDir Path directory;

    @Test
    void locksAndConditionsHaveLongNames() throws Exception {
        try (Room room = Room.make(directory.resolve("room"), false, null)) {
            for (String letter : List.of("a", "A", "/", "\u00e4", "\u4e2d")) {
                ensureUsable(room, letter.repeat(MOST), letter.repeat(MOST - 1) + "b");
            }
        }
    }

    private static void ensureUsable(Room room, String name, String other) throws Exception {
        SharedLock lock = room.shared(Blueprint.lock(name));
        lock.lock();
        try {
            assertThat(lock.condition(name)).isSameAs(lock.condition(name));
            assertThat(lock.condition(other)).isNotSameAs(lock.condition(name));
            assertThat(lock.condition(name).awaitNanos(1)).isLessThanOrEqualTo(1);
            lock.condition(other).signalAll();
            assertThat(room.shared(Blueprint.lock(other)).tryLock()).isTrue();
        } finally {
            lock.unlock();
        }
    }
}
