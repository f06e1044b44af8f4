package io.manyhands.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.ItemStore.Outcome;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How threads wait while a member of the room is stopped in the middle of a change.
class PatienceTest {
    private static final long PATIENCE_SECONDS = 10;
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final int FEW = 1_000;

    @TempDir Path directory;

    private Room room;
    private Waiting waiting;

    @BeforeEach
    void makeRoom() throws Exception {
        room = Room.make(directory.resolve("room"), false, null);
        waiting = Board.create(room).waiting(0);
    }

    @AfterEach
    void leave() {
        room.close();
    }

    @Test
    void timedWaitForItemsEndsThough() throws Exception {
        ItemGate gate = new ItemGate(waiting);
        for (long millis : new long[] {0, 3}) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            FutureTask<Outcome> task =
                    new FutureTask<>(() -> gate.attempt(() -> Outcome.AGAIN, nanos, null));
            Thread thread = Thread.startVirtualThread(task);
            long start = System.nanoTime();
            try {
                assertThat(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(Outcome.AGAIN);
            } finally {
                thread.interrupt();
            }
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
        }
    }

    @Test
    void waitForItemsGoesOnWhenTheOtherDoes() throws Exception {
        ItemGate gate = new ItemGate(waiting);
        HeldUp<Outcome> attempt = new HeldUp<>(Outcome.AGAIN, Outcome.DONE);
        assertThat(gate.attempt(attempt, Long.MAX_VALUE, null)).isEqualTo(Outcome.DONE);
        HeldUp<Outcome> late = new HeldUp<>(Outcome.AGAIN, Outcome.CLOSED);
        long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        assertThat(gate.attempt(late, nanos, null)).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void interruptedThreadRestsBetweenAttempts() {
        HeldUp<Outcome> outcomes = new HeldUp<>(Outcome.AGAIN, Outcome.DONE);
        ensureRests(outcomes, () -> ItemGate.surely(outcomes), Outcome.DONE);
        HeldUp<Attempt> attempts = new HeldUp<>(Attempt.AGAIN, Attempt.DONE);
        ensureRests(attempts, () -> Patience.surely(attempts), Attempt.DONE);
        HeldUp<Attempt> waits = new HeldUp<>(Attempt.AGAIN, Attempt.RECOVERED);
        Patience patience = new Patience(waiting);
        ensureRests(waits, () -> patience.awaitUninterruptibly(waits, null), Attempt.RECOVERED);
    }

    private static <T> void ensureRests(HeldUp<T> attempt, Supplier<T> wait, T last) {
        Thread.currentThread().interrupt();
        assertThat(wait.get()).isEqualTo(last);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempt.times.get()).isBetween(2, FEW);
    }

    /// Something that another holds up for a while.
    private static final class HeldUp<T> implements Supplier<T> {
        private final T again;
        private final T last;
        private final AtomicInteger times = new AtomicInteger();
        private final long start = System.nanoTime();

        HeldUp(T again, T last) {
            this.again = again;
            this.last = last;
        }

        @Override
        public T get() {
            boolean isOver = System.nanoTime() - start > HELD_UP_NANOS;
            return times.incrementAndGet() > 1 && isOver ? last : again;
        }
    }
}
