import io.manyhands.Workers;
import io.manyhands.shared.SharedArray;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;

/// How long it takes until another process has 100 MB: of its own, or the very same. Each row is run several
/// times in the same two processes: prints its name, unit and median.
public final class Large {
    private static final int BYTES = 100_000_000;
    /// Untimed: until the heaps have grown.
    private static final int WARM_RUNS = 15;

    private static final int RUNS = 15;
    private static final int TIMES = 50;

    private Large() {}

    public static void main(String[] arguments) throws Exception {
        try (Workers workers = Workers.processes(1)) {
            copied(workers);
            inPlace(workers);
        }
    }

    /// From the array here until a task has one.
    private static void copied(Workers workers) throws Exception {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) 1);
        double[] millis = new double[RUNS];
        for (int run = -WARM_RUNS; run < RUNS; run++) {
            long start = System.nanoTime();
            check(workers.submit(() -> bytes[0] + bytes[BYTES - 1]).get());
            millis[Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
        }
        print("100 MB, a copy for the other", millis);
    }

    /// From memory written here until a task has read it, which has never seen it or has it already.
    private static void inPlace(Workers workers) throws Exception {
        double[] first = new double[RUNS];
        double[] again = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            SharedArray array = workers.sharedArray(BYTES);
            array.segment().fill((byte) 1);
            first[run] = handOver(workers, array);
            double[] times = new double[TIMES];
            for (int time = 0; time < TIMES; time++) {
                times[time] = handOver(workers, array);
            }
            Arrays.sort(times);
            again[run] = times[TIMES / 2];
        }
        print("100 MB, in place, memory the other has never seen", first);
        print("100 MB, in place, the same memory again", again);
    }

    private static double handOver(Workers workers, SharedArray array) throws Exception {
        long start = System.nanoTime();
        check(
                workers.submit(
                                () ->
                                        array.segment().get(ValueLayout.JAVA_BYTE, 0)
                                                + array.segment().get(ValueLayout.JAVA_BYTE, BYTES - 1))
                        .get());
        return (System.nanoTime() - start) / 1e6;
    }

    private static void check(int sum) {
        if (sum != 2) {
            throw new AssertionError("sum=" + sum);
        }
    }

    private static void print(String row, double[] values) {
        Arrays.sort(values);
        System.out.printf(Locale.ROOT, "%s\tms\t%.3f%n", row, values[RUNS / 2]);
    }
}
