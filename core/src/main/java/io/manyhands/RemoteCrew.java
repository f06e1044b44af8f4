package io.manyhands;

import org.jspecify.annotations.Nullable;

/// One run at a time sends the items to workers elsewhere, and takes the answers.
final class RemoteCrew extends Crew {
    // Written by the feeder.
    private volatile @Nullable StreamRun current;

    RemoteCrew(Window window, Pool pool, Settings settings) {
        super(window, pool, settings);
    }

    @Override
    void fed(long number) {
        StreamRun run = current;
        if (run != null && run.signal()) {
            return;
        }
        if (window.mayRun()) {
            StreamRun next = new StreamRun(pool, settings, this);
            current = next;
            start(next);
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
