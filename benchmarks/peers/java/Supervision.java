package io.manyhands.peers;

import io.manyhands.ProcessOptions;
import io.manyhands.Workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;

/// Measures what it costs that workers are looked after: two pools in one program, of which one is
/// not, do the same work by turns. Prints a line for each turn: nanoseconds for a task with and
/// without.
final class Supervision {
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final int MANY_TASKS = 200_000;
    private static final long TURN_NANOS = 150_000_000;

    private Supervision() {}

    /// So many tasks, one way or another.
    private interface Work {
        void run(Peer peer, int count) throws Exception;
    }

    /// Measures.
    ///
    /// @param args the row, how many seconds of the same work come first, and how many turns
    static void main(String[] args) throws Exception {
        int workers = args[0].equals("burst2") || args[0].equals("map") ? 2 : 1;
        Work work = work(args[0]);
        ProcessOptions options = ProcessOptions.defaults().withCount(workers);
        try (Peer with = new Ours(Workers.processes(options));
                Peer without = new Ours(Workers.processes(options.withStopLimit(NEVER)))) {
            double warmNanos = Double.parseDouble(args[1]) * 1e9;
            int count = 500;
            long start = System.nanoTime();
            while (System.nanoTime() - start < warmNanos) {
                long nanos = nanosOf(work, with, count) + nanosOf(work, without, count);
                if (nanos < TURN_NANOS) {
                    count = Math.min(MANY_TASKS, 2 * count);
                }
            }
            for (int turn = 0; turn < Integer.parseInt(args[2]); turn++) {
                // Who is second finds the garbage of the first: so they change places.
                boolean first = turn % 2 == 0;
                long one = nanosOf(work, first ? with : without, count);
                long other = nanosOf(work, first ? without : with, count);
                print(count, first ? one : other, first ? other : one);
            }
        }
    }

    private static Work work(String row) {
        return switch (row) {
            case "hot" -> Supervision::oneByOne;
            case "burst1", "burst2" -> Supervision::allAtOnce;
            case "map" -> Supervision::mapped;
            default -> throw new IllegalArgumentException("There is no such row: row=" + row);
        };
    }

    private static void oneByOne(Peer peer, int count) throws Exception {
        for (int task = 0; task < count; task++) {
            Integer _ = peer.empty().get();
        }
    }

    private static void allAtOnce(Peer peer, int count) throws Exception {
        List<Future<Integer>> futures = new ArrayList<>(count);
        for (int task = 0; task < count; task++) {
            futures.add(peer.empty());
        }
        for (Future<Integer> future : futures) {
            Integer _ = future.get();
        }
    }

    private static void mapped(Peer peer, int count) throws Exception {
        List<Integer> items = new ArrayList<>(count);
        for (int item = 0; item < count; item++) {
            items.add(item);
        }
        long _ = peer.sumOfMap(items);
    }

    private static long nanosOf(Work work, Peer peer, int count) throws Exception {
        long start = System.nanoTime();
        work.run(peer, count);
        return System.nanoTime() - start;
    }

    private static void print(int count, long with, long without) {
        System.out.printf(
                Locale.ROOT, "%.3f %.3f%n", with / (double) count, without / (double) count);
    }
}
