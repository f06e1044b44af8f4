package io.manyhands;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One run at a time sends the items to workers elsewhere, and takes the answers.
final class RemoteCrew extends Crew {
    /// After how many items the backend looks whether it is worth to send them.
    private static final int NUDGE_EVERY = 32;

    /// A worker need not tell of every item: the taker looks for itself from time to time.
    private static final long POLL_NANOS = 1_000_000;

    // Written by the feeder.
    private volatile @Nullable StreamRun current;

    RemoteCrew(Window window, Pool pool, Settings settings) {
        super(window, pool, settings);
    }

    @Override
    void fed(long number) {
        StreamRun run = current;
        if (run != null && run.signal()) {
            if (number % NUDGE_EVERY == 0) {
                pool.backend().nudge();
            }
            return;
        }
        if (window.mayRun()) {
            StreamRun next = new StreamRun(pool, settings, this);
            current = next;
            start(next);
        }
    }

    @Override
    void awaitMore() {
        pool.backend().helpUntil(window::hasResult, window.isFed() ? 1 : 0);
        if (!window.hasResult()) {
            LockSupport.parkNanos(window, POLL_NANOS);
        }
    }

    @Override
    boolean isAtWork() {
        StreamRun run = current;
        return run != null && !run.hasLeft();
    }

    @Override
    void leave(TaskRun<?> run) {
        ((StreamRun) run).leaveForGood();
        window.wakeTakerIfOver();
    }
}
