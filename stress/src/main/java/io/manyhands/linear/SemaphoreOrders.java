package io.manyhands.linear;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.Members;
import io.manyhands.memory.RobustSemaphore;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/// A semaphore of several members, any of which may die.
@Param(name = "thread", gen = ThreadIdGen.class)
@Param(name = "count", gen = IntGen.class, conf = "1:2")
public final class SemaphoreOrders {
    private static final int PERMITS = 3;

    private final Mates mates = new Mates(RobustSemaphore.sizeBytes());
    private final RobustSemaphore[] semaphores = new RobustSemaphore[Mates.THREADS];

    /// One with all its permits.
    public SemaphoreOrders() {
        for (int thread = 0; thread < Mates.THREADS; thread++) {
            semaphores[thread] = semaphore(mates.of(thread));
        }
    }

    private RobustSemaphore semaphore(Members members) {
        return new RobustSemaphore(mates.words(), 0, members, PERMITS);
    }

    @Operation
    public boolean tryAcquire(
            @Param(name = "thread") int thread, @Param(name = "count") int count) {
        return isDone(() -> semaphores[thread].tryAcquire(count));
    }

    @Operation
    public boolean release(@Param(name = "thread") int thread, @Param(name = "count") int count) {
        return isDone(() -> semaphores[thread].release(count));
    }

    @Operation
    public int own(@Param(name = "thread") int thread) {
        return semaphores[thread].own();
    }

    @Operation
    public void die(@Param(name = "thread") int thread) {
        semaphores[thread] = semaphore(mates.replace(thread));
    }

    /// Another thread may be in the middle of a change for as long as the trial likes.
    private static boolean isDone(Supplier<Attempt> attempts) {
        Attempt attempt = attempts.get();
        while (attempt == Attempt.AGAIN) {
            attempt = attempts.get();
        }
        return attempt.isDone();
    }

    /// What it does, one operation after the other.
    public static final class Expected {
        private final int[] own = new int[Mates.THREADS];
        private int available = PERMITS;

        public boolean tryAcquire(int thread, int count) {
            return available >= count && move(thread, count);
        }

        public boolean release(int thread, int count) {
            return own[thread] >= count && move(thread, -count);
        }

        public int own(int thread) {
            return own[thread];
        }

        public void die(int thread) {
            boolean _ = move(thread, -own[thread]);
        }

        private boolean move(int thread, int count) {
            own[thread] += count;
            available -= count;
            return true;
        }
    }
}
