package io.manyhands.testkit.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.manyhands.TaskFuture;
import io.manyhands.WorkerLostException;
import io.manyhands.Workers;
import io.manyhands.testkit.SystemProcesses;
import java.io.IOException;
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
/// @param up how many workers are up each time, with those that are warm
public record Notice(String name, int kills, int up) implements Scenario {
    private static final String MEMORY = "/manyhands-" + ProcessHandle.current().pid() + "-";

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
                awaitAll(workers);
                int number = i;
                TaskFuture<Long> busy = workers.submit(() -> Deeds.ignore(book, number));
                long victim = awaitBegun(rows, number);
                Thread.sleep(random.nextInt(10));
                long killed = System.nanoTime();
                boolean _ = SystemProcesses.kill(victim);
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

    /// Nothing else goes on then: they have all they need, and a task has come through.
    private void awaitAll(Workers workers) throws Exception {
        while (mapped() != up || workers.submit(() -> 1).get() != 1) {
            Thread.onSpinWait();
        }
    }

    /// How many have the memory that they share with this program.
    private static long mapped() throws IOException {
        return Killer.children().stream().filter(Notice::hasMapped).count();
    }

    private static boolean hasMapped(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/maps"), ISO_8859_1).contains(MEMORY);
        } catch (IOException gone) {
            return false;
        }
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
