package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowItemsTest {
    private static final int MANY = 100_000;
    private static final int CLAIMERS = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void itemsAreKeptUntilTheyAreClaimed(int most) {
        WindowItems items = new WindowItems(most);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < most; i++) {
                assertThat(items.next()).isEqualTo(round * most + i);
                items.add(round * most + i);
            }
            assertThat(items.unclaimed()).isEqualTo(most);
            for (long number = items.firstUnclaimed(); number < items.fed(); number++) {
                assertThat(items.at(number)).isEqualTo((int) number);
                assertThat(items.claim(number, number + 1)).isTrue();
            }
            assertThat(items.unclaimed()).isZero();
            assertThat(items.firstUnclaimed()).isEqualTo(items.fed());
        }
    }

    @Test
    void claimedItemsAreNotClaimedAgain() {
        WindowItems items = withItems(4);
        assertThat(items.claim(0, 2)).isTrue();
        assertThat(items.claim(0, 1)).isFalse();
        assertThat(items.claim(1, 3)).isFalse();
        assertThat(items.claimAll()).isEqualTo(2);
        assertThat(items.claim(2, 3)).isFalse();
        assertThat(items.claimAll()).isZero();
    }

    @Test
    void eachItemIsClaimedByOneAlone() throws Exception {
        WindowItems items = withItems(MANY);
        CyclicBarrier start = new CyclicBarrier(CLAIMERS + 1);
        try (ExecutorService claimers = Executors.newFixedThreadPool(CLAIMERS + 1)) {
            List<Future<Integer>> claims = new ArrayList<>();
            for (int i = 0; i < CLAIMERS; i++) {
                Callable<Integer> claimer =
                        () -> {
                            start.await();
                            return claimHalf(items);
                        };
                claims.add(claimers.submit(claimer));
            }
            Callable<Integer> dropper =
                    () -> {
                        start.await();
                        while (items.firstUnclaimed() < MANY / 2) {
                            Thread.onSpinWait();
                        }
                        return items.claimAll();
                    };
            claims.add(claimers.submit(dropper));
            int claimed = 0;
            for (Future<Integer> each : claims) {
                claimed += each.get();
            }
            assertThat(claimed).isEqualTo(MANY);
        }
    }

    /// Claims items one by one until more than half of all are gone.
    private static int claimHalf(WindowItems items) {
        int claimed = 0;
        long number = items.firstUnclaimed();
        while (number <= MANY / 2) {
            claimed += items.claim(number, number + 1) ? 1 : 0;
            number = items.firstUnclaimed();
        }
        return claimed;
    }

    private static WindowItems withItems(int count) {
        WindowItems items = new WindowItems(count);
        for (int i = 0; i < count; i++) {
            items.add(i);
        }
        return items;
    }
}
