package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How items are fed quickly to workers that never come.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RemoteCrewTest {
    private final Pool pool = new Pool(LocalOptions.defaults(), false, _ -> new Nobody());
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void close() {
        pool.shutdownNow();
        pool.close();
    }

    @Test
    void whatIsFedQuicklyFills() {
        assertThat(fedQuickly(_ -> looks.incrementAndGet()).isFilling()).isTrue();
    }

    @Test
    void whatNobodyCanLookAfterIsNoFill() {
        Executor shortage =
                _ -> {
                    looks.incrementAndGet();
                    throw new RejectedExecutionException("for the test");
                };
        assertThat(fedQuickly(shortage).isFilling()).isFalse();
    }

    /// One that was fed until somebody was to look after the fill.
    private RemoteCrew fedQuickly(Executor later) {
        Item item = Item.of(pool, (Fn<Integer, Integer>) number -> number, false);
        Window window = new Window(pool, pool.settings(), item, WindowShape.DEFAULT);
        RemoteCrew crew = new RemoteCrew(window, pool, pool.settings(), later);
        crew.fed(1);
        for (long number = 256; looks.get() == 0; number += 256) {
            crew.fed(number);
        }
        return crew;
    }
}
