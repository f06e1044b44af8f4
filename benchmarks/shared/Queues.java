import io.manyhands.Workers;
import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedQueue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;

/// What a queue between two processes can do: items a second, and the time of a round trip. Each row is
/// run several times in the same two processes: prints its name, unit and median.
public final class Queues {
    private static final int RUNS = 5;
    private static final int END = -1;

    private Queues() {}

    public static void main(String[] arguments) throws Exception {
        int items = Integer.getInteger("items", 2_000_000);
        try (Workers workers = Workers.processes(2)) {
            rate(workers, "queue, numbers, one to one", items, 1, () -> 7);
            rate(workers, "queue, texts of 16 letters, one to one", items, 1, () -> "sixteen letters!");
            rate(workers, "queue, 1 KiB, one to one", items / 4, 1, () -> new byte[1024]);
            rate(workers, "queue, numbers, four to four", items / 2, 4, () -> 7);
            roundTrip(workers, "two queues, to and fro", 100_000, 0);
            roundTrip(workers, "two queues, to and fro, after a rest of 2 ms", 300, 2);
        }
    }

    private interface Item extends Serializable {
        Object get();
    }

    private static void rate(Workers workers, String row, int items, int each, Item item)
            throws Exception {
        double[] rates = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            SharedQueue<Object> queue =
                    workers.shared(Blueprint.<Object>queue(null, 10_000).withBytes(1 << 24));
            Future<Integer> puts =
                    workers.submit(() -> inThreads(each, () -> putAll(queue, items / each, item)));
            Future<Double> takes =
                    workers.submit(
                            () -> {
                                Object first = queue.take();
                                long start = System.nanoTime();
                                inThreads(each, () -> takeAll(queue));
                                return (items - 1) * 1e3 / (System.nanoTime() - start);
                            });
            puts.get();
            queue.close();
            rates[run] = takes.get();
        }
        print(row, "M/s", rates);
    }

    private static void putAll(SharedQueue<Object> queue, int items, Item item) throws Exception {
        Object value = item.get();
        for (int i = 0; i < items; i++) {
            queue.put(value);
        }
    }

    private static void takeAll(SharedQueue<Object> queue) {
        for (Object item : queue.untilClosed()) {
            if (item == queue) {
                throw new AssertionError();
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static int inThreads(int count, Work work) throws Exception {
        if (count == 1) {
            work.run();
            return 1;
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(
                    new Thread(
                            () -> {
                                try {
                                    work.run();
                                } catch (Exception failure) {
                                    throw new IllegalStateException(failure);
                                }
                            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return count;
    }

    private static void roundTrip(Workers workers, String row, int turns, long restMillis)
            throws Exception {
        SharedQueue<Integer> there = workers.queue(16);
        SharedQueue<Integer> back = workers.queue(16);
        Future<Integer> echo =
                workers.submit(
                        () -> {
                            int item = there.take();
                            while (item != END) {
                                back.put(item);
                                item = there.take();
                            }
                            return item;
                        });
        Future<double[]> times =
                workers.submit(
                        () -> {
                            double[] medians = new double[RUNS];
                            for (int run = 0; run < RUNS; run++) {
                                long[] nanos = new long[turns];
                                for (int i = 0; i < turns; i++) {
                                    if (restMillis > 0) {
                                        Thread.sleep(restMillis);
                                    }
                                    long start = System.nanoTime();
                                    there.put(i);
                                    back.take();
                                    nanos[i] = System.nanoTime() - start;
                                }
                                Arrays.sort(nanos);
                                medians[run] = nanos[turns / 2] / 1e3;
                            }
                            there.put(END);
                            return medians;
                        });
        print(row, "us", times.get());
        echo.get();
    }

    private static void print(String row, String unit, double[] values) {
        Arrays.sort(values);
        System.out.printf(Locale.ROOT, "%s\t%s\t%.3f%n", row, unit, values[RUNS / 2]);
    }
}
