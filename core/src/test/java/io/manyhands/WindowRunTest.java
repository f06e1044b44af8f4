package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class WindowRunTest {
    /// A clock that looks at something whenever a worker is between two items.
    private static final class LookingTime implements TimeSource {
        private final ConcurrentLinkedQueue<List<WorkersStatistics.Running>> seen =
                new ConcurrentLinkedQueue<>();
        private volatile @Nullable Supplier<List<WorkersStatistics.Running>> look;

        @Override
        public long nanos() {
            boolean isBetween =
                    StackWalker.getInstance()
                            .walk(frames ->
                                    frames.anyMatch(
                                            frame -> frame.getMethodName().equals("runTurn")));
            if (isBetween) {
                seen.add(Objects.requireNonNull(look).get());
            }
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return TimeSource.system().now();
        }

        @Override
        public void park(Object blocker, long nanos) {
            TimeSource.system().park(blocker, nanos);
        }
    }

    @Test
    void workerBetweenTwoItemsRunsNone() {
        LookingTime time = new LookingTime();
        LocalOptions options = LocalOptions.defaults().withCount(1).withTimeSource(time);
        try (Workers workers = Workers.threads(options)) {
            time.look = () -> workers.running(10);
            List<Integer> shown =
                    workers.map(List.of(1, 2, 3), _ -> workers.running(10).size())
                            .withChunk(1)
                            .toList();
            assertThat(shown).containsExactly(1, 1, 1);
        }
        assertThat(time.seen).hasSizeGreaterThan(2).allMatch(List::isEmpty);
    }
}
