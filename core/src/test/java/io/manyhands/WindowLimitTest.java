package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowLimitTest {
    private static final int LEAST = 1024;
    private static final int MOST = 32 * 1024;

    private long nanos;
    private long fed;

    @Test
    void whatAUserHasSaidStays() {
        WindowLimit limit = WindowLimit.of(new WindowShape(true, 7, 0), true);
        fill(limit, 7, 1);
        fill(limit, 7, 1);
        assertThat(limit.now()).isEqualTo(7);
        assertThat(limit.most()).isEqualTo(7);
    }

    @Test
    void limitWithinTheProgramStays() {
        WindowLimit limit = WindowLimit.of(WindowShape.DEFAULT, false);
        fill(limit, LEAST, 1);
        fill(limit, LEAST, 1);
        assertThat(limit.now()).isEqualTo(LEAST);
        assertThat(limit.most()).isEqualTo(LEAST);
    }

    @Test
    void limitGrowsToWhatGoesThroughInFourMilliseconds() {
        WindowLimit limit = WindowLimit.of(WindowShape.DEFAULT, true);
        // Nothing is known before the second time.
        fill(limit, LEAST, 1);
        assertThat(limit.now()).isEqualTo(LEAST);
        fill(limit, LEAST, 1_000_000);
        assertThat(limit.now()).isEqualTo(4 * LEAST);
        fill(limit, 5 * LEAST, 4_000_000);
        assertThat(limit.now()).isEqualTo(8 * LEAST);
        fill(limit, MOST, 1);
        assertThat(limit.now()).isEqualTo(MOST);
        assertThat(limit.most()).isEqualTo(MOST);
    }

    @Test
    void limitFallsByHalvesAndNoFurtherThanWhereItBegan() {
        WindowLimit limit = WindowLimit.of(WindowShape.DEFAULT, true);
        fill(limit, LEAST, 1);
        fill(limit, MOST, 1);
        fill(limit, MOST / 2, 4_000_000);
        assertThat(limit.now()).isEqualTo(MOST);
        fill(limit, MOST, TimeUnit.SECONDS.toNanos(1));
        assertThat(limit.now()).isEqualTo(MOST / 2);
        for (int i = 0; i < 10; i++) {
            fill(limit, 1, TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(limit.now()).isEqualTo(LEAST);
    }

    /// Lets items go through a window, until it is full.
    private void fill(WindowLimit limit, int items, long tookNanos) {
        fed += items;
        nanos += tookNanos;
        limit.full(fed, nanos);
    }
}
