package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import io.manyhands.spi.Backend;
import io.manyhands.spi.Job;
import io.manyhands.spi.Worker;
import io.manyhands.wire.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    /// Workers elsewhere that take nothing.
    private static final class Nobody implements Backend {
        private final List<Job> queue = new ArrayList<>();

        @Override
        public String kind() {
            return "nobody";
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public void execute(Job job) {
            queue.add(job);
        }

        @Override
        public boolean hasQueued() {
            return !queue.isEmpty();
        }

        @Override
        public List<Job> drain() {
            List<Job> drained = List.copyOf(queue);
            queue.clear();
            return drained;
        }

        @Override
        public Collection<? extends Worker> workers() {
            return List.of();
        }

        @Override
        public void adjustSpares(int change) {}

        @Override
        public void shutdown() {}

        @Override
        public Codec codec(ClassLoader loader) {
            return Codec.of(loader);
        }
    }

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
