package io.manyhands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JoiningTest {
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void threadThatCouldNotBeStartedIsNotWaitedFor() {
        Thread neverStarted = new Thread(() -> {});
        Iterator<List<Thread>> looks = List.of(List.of(neverStarted), List.<Thread>of()).iterator();
        try (Workers workers = Workers.threads(1)) {
            new Joining((Pool) workers, Duration.ofSeconds(1)).joinAll(looks::next);
        }
        assertThat(looks.hasNext()).isFalse();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void listenersThatHangHaveOneGracePeriodTogether() throws Exception {
        int many = 6;
        CountDownLatch begun = new CountDownLatch(many);
        CountDownLatch release = new CountDownLatch(1);
        LocalOptions options = LocalOptions.defaults().withCount(1).withGrace(Duration.ofMillis(1));
        Workers workers = Workers.threads(options);
        try {
            for (int i = 0; i < many; i++) {
                WorkersWatch _ =
                        workers.watch(_ -> {
                            begun.countDown();
                            awaitDeafly(release);
                        });
            }
            TaskFuture<?> failing =
                    workers.submit(() -> {
                        throw new IllegalArgumentException("told to all");
                    });
            begun.await();
            assertThat(failing).isDone();
            long start = System.nanoTime();
            workers.close();
            // What they are given at least, and less than two of them would have one by one.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_900));
        } finally {
            release.countDown();
        }
    }

    private static void awaitDeafly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                // This is what being deaf means.
            }
        }
    }

    /// Nor does a listener's thread wait for what will never come.
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void workersEndWithoutAThreadForTheirListeners() {
        LocalOptions options =
                LocalOptions.defaults().withGrace(Duration.ofMinutes(1)).withListener(_ -> {});
        Workers workers = Workers.threads(options);
        InheritableThreadLocal<Integer> noThreads =
                new InheritableThreadLocal<>() {
                    @Override
                    protected Integer childValue(Integer parent) {
                        throw new OutOfMemoryError("for the test");
                    }
                };
        noThreads.set(1);
        try {
            workers.shutdown();
        } finally {
            noThreads.remove();
        }
        assertThat(workers.isTerminated()).isTrue();
        workers.close();
    }
}
