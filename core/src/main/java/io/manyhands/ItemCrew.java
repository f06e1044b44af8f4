package io.manyhands;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Each item is a task, claimed by being submitted.
final class ItemCrew extends Crew {
    private final AtomicInteger active = new AtomicInteger();

    ItemCrew(Window window, Pool pool, Settings settings) {
        super(window, pool, settings);
    }

    @Override
    void feeding() {
        // Counted as a task.
    }

    @Override
    void fed(long number) {
        active.incrementAndGet();
        Object packed = window.items().at(number);
        if (!window.mayRun() || !window.items().claim(number, number + 1)) {
            pool.journal().counters().submitted.increment();
            leave();
        } else if (packed instanceof Item.Refused refused) {
            pool.journal().counters().submitted.increment();
            window.publishFailure(number, refused.cause());
            leave();
        } else {
            start(new ItemRun(pool, settings, this, number, packed));
        }
    }

    @Override
    boolean isAtWork() {
        return active.get() > 0;
    }

    @Override
    void leave(@Nullable TaskRun<?> run) {
        leave();
    }

    private void leave() {
        active.decrementAndGet();
        window.wakeTakerIfOver();
    }
}
