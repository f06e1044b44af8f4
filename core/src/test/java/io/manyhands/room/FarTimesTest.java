package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedLock;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Waits until times that are farther away than can be counted.
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // waits end as is to be shown
class FarTimesTest {
    private static final long PATIENCE_SECONDS = 10;

    @TempDir Path directory;

    private Room room;
    private SharedLock lock;
    private Condition changed;

    @BeforeEach
    void makeRoom() {
        room = Room.make(directory.resolve("room"), false, null);
        lock = room.shared(Blueprint.lock("ledger"));
        changed = lock.condition("changed");
    }

    @AfterEach
    void leave() {
        room.close();
    }

    /// As those of a database.
    private static final class DateWithoutTime extends Date {
        @Serial private static final long serialVersionUID = 1;

        DateWithoutTime(long millis) {
            super(millis);
        }

        @Override
        public Instant toInstant() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void farthestTimesAreWaitedForOrOver() throws Exception {
        lock.lock();
        try {
            for (Date never :
                    new Date[] {new Date(Long.MAX_VALUE), new DateWithoutTime(1L << 60)}) {
                Thread.currentThread().interrupt();
                assertThatExceptionOfType(InterruptedException.class)
                        .isThrownBy(() -> changed.awaitUntil(never));
            }
            assertThat(changed.awaitUntil(new Date(Long.MIN_VALUE))).isFalse();
            assertThat(changed.awaitUntil(new DateWithoutTime(0))).isFalse();
            assertThat(changed.awaitNanos(Long.MIN_VALUE)).isNotPositive();
            assertThat(changed.await(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
            CompletableFuture<Boolean> other =
                    CompletableFuture.supplyAsync(() -> tryLock(Long.MIN_VALUE));
            assertThat(other.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
        } finally {
            lock.unlock();
        }
        assertThat(Nanos.of(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
        assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Nanos.of(Duration.ofNanos(1))).isEqualTo(1);
    }

    private boolean tryLock(long nanos) {
        try {
            return lock.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }
}
