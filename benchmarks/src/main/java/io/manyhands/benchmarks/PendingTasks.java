package io.manyhands.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// The memory of tasks that wait for a worker. It is counted, not timed: no benchmark of JMH.
final class PendingTasks {
    private static final int TASKS = 1_000_000;

    private PendingTasks() {}

    /// Submits a million lambdas that capture an int, behind workers that are all blocked.
    ///
    /// @return how many bytes of heap each takes: task, future, queue and lambda, without the list
    ///   of futures
    static long bytesPerTask(Place place) {
        CountDownLatch latch = new CountDownLatch(1);
        AtomicInteger sum = new AtomicInteger();
        ExecutorService executor = place.open();
        try {
            for (int i = 0; i < Place.COUNT; i++) {
                executor.execute(() -> await(latch));
            }
            List<Future<?>> futures = new ArrayList<>(TASKS);
            long before = usedBytes();
            for (int i = 0; i < TASKS; i++) {
                int captured = i;
                futures.add(executor.submit(() -> sum.addAndGet(captured)));
            }
            long bytes = (usedBytes() - before) / futures.size();
            latch.countDown();
            return bytes;
        } finally {
            latch.countDown();
            executor.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
