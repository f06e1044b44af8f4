package io.manyhands.testkit.kill;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/// How long it takes from the death of a busy worker until its task has failed, and until another
/// task has its value. Immutable.
///
/// @param name the name, for the log
/// @param kills how often
public record Notice(String name, int kills) implements Scenario {
    @Override
    public String run(Ground ground) throws Exception {
        Random random = new Random(ground.seed());
        Path file = Files.createTempFile(ground.directory(), "kill", ".book");
        Book book = new Book(file.toString());
        long[] noticed = new long[kills];
        long[] takenOver = new long[kills];
        try (Workers workers = ground.factory().get();
                Rows rows = new Rows(book)) {
            for (int i = 0; i < kills; i++) {
                awaitBoth(workers);
                int number = i;
                TaskFuture<Long> busy = workers.submit(() -> Deeds.ignore(book, number));
                long victim = awaitBegun(rows, number);
                Thread.sleep(random.nextInt(10));
                long killed = System.nanoTime();
                boolean _ = Processes.kill(victim);
                awaitLoss(busy);
                noticed[i] = System.nanoTime() - killed;
                if (workers.submit(() -> 1).get() != 1) {
                    throw new IllegalStateException("A worker computes");
                }
                takenOver[i] = System.nanoTime() - killed;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return ("scenario=" + name + " seed=" + ground.seed() + " kills=" + kills)
                + (" noticedMillis: " + told(noticed))
                + (" takenOverMillis: " + told(takenOver));
    }

    /// Nothing else goes on then.
    private static void awaitBoth(Workers workers) throws Exception {
        long one = 0;
        long other = 0;
        while (one == other) {
            TaskFuture<Long> first = workers.submit(Notice::pidAfterAWhile);
            TaskFuture<Long> second = workers.submit(Notice::pidAfterAWhile);
            one = first.get();
            other = second.get();
        }
    }

    private static long pidAfterAWhile() throws InterruptedException {
        Thread.sleep(2);
        return ProcessHandle.current().pid();
    }

    private static long awaitBegun(Rows rows, int number) throws Exception {
        long[] found = {0};
        while (found[0] == 0) {
            rows.all((task, _, process) -> {
                if (task == number) {
                    found[0] = process;
                }
            });
        }
        return found[0];
    }

    private static void awaitLoss(TaskFuture<?> future) throws InterruptedException {
        try {
            Object value = future.get();
            throw new IllegalStateException("A task is lost with its worker: value=" + value);
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof WorkerLostException)) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private static String told(long[] nanos) {
        Arrays.sort(nanos);
        return "p50="
                + millis(nanos[nanos.length / 2])
                + (" p90=" + millis(nanos[nanos.length * 9 / 10]))
                + (" p99=" + millis(nanos[nanos.length * 99 / 100]))
                + (" most=" + millis(nanos[nanos.length - 1]));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 10_000.0) / 100.0;
    }
}
