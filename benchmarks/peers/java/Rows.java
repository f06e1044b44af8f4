package io.manyhands.peers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Measures one row of one peer in a program of its own and prints what it found, a JSON object on
/// each line.
///
/// The rows and their sizes are those of `python_peers.py`; `rounds.py` runs both.
final class Rows {
    private static final int MANY_TASKS = 200_000;
    private static final int LARGE_BYTES = 100_000_000;

    private final Peer.Opening opening;
    private final Effort effort;

    private Rows(Peer.Opening opening, Effort effort) {
        this.opening = opening;
        this.effort = effort;
    }

    /// How long one row may take.
    ///
    /// @param warmSeconds of the same work before the clock starts
    /// @param seconds of measuring
    /// @param rests how many calls after a rest
    private record Effort(double warmSeconds, double seconds, int rests) {}

    /// Measures.
    ///
    /// @param args the row, warm-up in seconds, measuring in seconds, how many rests, and after how
    ///   many seconds to give up
    static void main(Peer.Opening opening, String[] args) throws Exception {
        Thread limit = new Thread(() -> haltAfter(Long.parseLong(args[4])), "limit");
        limit.setDaemon(true);
        limit.start();
        Effort effort =
                new Effort(
                        Double.parseDouble(args[1]),
                        Double.parseDouble(args[2]),
                        Integer.parseInt(args[3]));
        try {
            new Rows(opening, effort).measure(args[0]);
        } catch (Peer.MissingException none) {
            System.out.printf("{\"row\": \"%s\", \"none\": \"%s\"}%n", args[0], none.getMessage());
        }
        System.out.flush();
        // A peer's threads that are not daemons must not hold up the next one.
        Runtime.getRuntime().exit(0);
    }

    private void measure(String row) throws Exception {
        switch (row) {
            case "start1" -> start(row, 1, false);
            case "start2" -> start(row, 2, false);
            case "start2_all" -> start(row, 2, true);
            case "hot" -> hot();
            case "rest2" -> afterRest(row, 2);
            case "rest10" -> afterRest(row, 10);
            case "burst1" -> burst(row, 1);
            case "burst2" -> burst(row, 2);
            case "map" -> map();
            case "kib" -> kib();
            case "argument" -> argument();
            case "result" -> result();
            case "kept" -> kept();
            case "memory" -> memory();
            default -> throw new Peer.MissingException("is not measured in Java");
        }
    }

    private void start(String row, int workers, boolean all) throws Exception {
        print(row + "_fresh", startMillis(workers, all), "ms", 1);
        startAgain(row + "_again", workers, all, 3);
        startAgain(row + "_soon", workers, all, 5);
        startAgain(row + "_later", workers, all, 5);
    }

    private void startAgain(String row, int workers, boolean all, int times) throws Exception {
        Samples again = new Samples();
        for (int time = 0; time < times; time++) {
            again.add((long) (startMillis(workers, all) * 1e6));
        }
        print(row, again.percentile(50) / 1e6, "ms", again.size());
    }

    /// From before the pool is opened until the first answer.
    ///
    /// @param all whether until every worker has answered instead
    private double startMillis(int workers, boolean all) throws Exception {
        long start = System.nanoTime();
        try (Peer peer = opening.open(workers)) {
            if (all) {
                awaitAll(peer, workers);
            } else {
                peer.empty().get();
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static void awaitAll(Peer peer, int workers) throws Exception {
        Set<Long> answered = new HashSet<>();
        ArrayBlockingQueue<Future<Long>> pending = new ArrayBlockingQueue<>(workers);
        while (answered.size() < workers) {
            while (pending.remainingCapacity() > 0) {
                pending.add(peer.workerAfterRest());
            }
            answered.add(pending.remove().get());
        }
    }

    private void hot() throws Exception {
        try (Peer peer = opening.open(1)) {
            Samples.Call call = () -> peer.empty().get();
            Samples.during(effort.warmSeconds, 1, call);
            printCalls("hot", Samples.during(effort.seconds, 200, call));
        }
    }

    private void afterRest(String row, int millis) throws Exception {
        try (Peer peer = opening.open(1)) {
            Samples.during(effort.warmSeconds, 1, () -> peer.empty().get());
            Samples samples = new Samples();
            int warmUps = 20;
            for (int time = -warmUps; time < effort.rests; time++) {
                Thread.sleep(millis);
                long start = System.nanoTime();
                peer.empty().get();
                if (time >= 0) {
                    samples.add(System.nanoTime() - start);
                }
            }
            printCalls(row, samples);
        }
    }

    private void burst(String row, int workers) throws Exception {
        try (Peer peer = opening.open(workers)) {
            printRate(row, "tasks/s", count -> submitAndAwait(peer, count));
        }
    }

    private static void submitAndAwait(Peer peer, int count) throws Exception {
        List<Future<Integer>> futures = new ArrayList<>(count);
        for (int task = 0; task < count; task++) {
            futures.add(peer.empty());
        }
        for (Future<Integer> future : futures) {
            future.get();
        }
    }

    private void map() throws Exception {
        List<Integer> items = new ArrayList<>(MANY_TASKS);
        for (int item = 0; item < MANY_TASKS; item++) {
            items.add(item);
        }
        try (Peer peer = opening.open(2)) {
            printRate("map", "items/s", count -> mapSome(peer, items.subList(0, count)));
        }
    }

    private static void mapSome(Peer peer, List<Integer> items) throws Exception {
        long sum = peer.sumOfMap(items);
        long expected = items.size() * (items.size() + 1L) / 2;
        check(sum == expected, sum, expected);
    }

    private void kib() throws Exception {
        byte[] data = Work.filled(1024);
        try (Peer peer = opening.open(1)) {
            Samples.Call call = () -> check(peer.echo(data).get().length, data.length);
            Samples.during(effort.warmSeconds, 1, call);
            printCalls("kib", Samples.during(effort.seconds, 200, call));
        }
    }

    private void argument() throws Exception {
        byte[] data = Work.filled(LARGE_BYTES);
        try (Peer peer = opening.open(1)) {
            printLarge("argument", () -> check(peer.lengthOf(data).get(), LARGE_BYTES));
        }
    }

    private void result() throws Exception {
        try (Peer peer = opening.open(1)) {
            printLarge("result", () -> check(peer.filled(LARGE_BYTES).get().length, LARGE_BYTES));
        }
    }

    private void kept() throws Exception {
        try (Peer peer = opening.open(1)) {
            printLarge("kept", () -> check(peer.kept(LARGE_BYTES).get().length, LARGE_BYTES));
        }
    }

    private void printLarge(String row, Samples.Call call) throws Exception {
        Samples.during(effort.seconds, 1, call);
        Samples samples = Samples.during(effort.seconds, 1, call);
        print(row, samples.percentile(50) / 1e6, "ms", samples.size());
    }

    private void memory() throws Exception {
        try (Peer peer = opening.open(1)) {
            peer.empty().get();
            TimeUnit.MILLISECONDS.sleep(500);
            Memory worker = Memory.ofOnlyJavaBelow();
            print("memory_private", worker.privateBytes() / 1e6, "MB", 1);
            print("memory_resident", worker.residentBytes() / 1e6, "MB", 1);
        }
    }

    /// Does something with so many tasks and awaits them all.
    private interface Burst {
        void run(int count) throws Exception;
    }

    /// Prints how many a second, by bursts of as many as take about the time for measuring, and at
    /// most [#MANY_TASKS].
    private void printRate(String row, String unit, Burst burst) throws Exception {
        int count = 500;
        long start = System.nanoTime();
        long nanos = nanosOf(burst, count);
        boolean small = nanos < effort.seconds * 5e8;
        while (small && count < MANY_TASKS
                || System.nanoTime() - start < effort.warmSeconds * 1e9) {
            count = small ? Math.min(MANY_TASKS, 2 * count) : count;
            nanos = nanosOf(burst, count);
            small = nanos < effort.seconds * 5e8;
        }
        int size = count;
        Samples samples = Samples.during(effort.seconds, 2, () -> burst.run(size));
        print(row, size / (samples.percentile(50) / 1e9), unit, size);
    }

    private static long nanosOf(Burst burst, int count) throws Exception {
        long start = System.nanoTime();
        burst.run(count);
        return System.nanoTime() - start;
    }

    private static void check(long actual, long expected) {
        check(actual == expected, actual, expected);
    }

    private static void check(boolean right, long actual, long expected) {
        if (!right) {
            throw new IllegalStateException(
                    "A wrong answer: actual=" + actual + " expected=" + expected);
        }
    }

    private static void printCalls(String row, Samples samples) {
        print(row + "_p50", samples.percentile(50) / 1e3, "us", samples.size());
        print(row + "_p99", samples.percentile(99) / 1e3, "us", samples.size());
    }

    private static void print(String row, double value, String unit, int count) {
        System.out.printf(
                Locale.ROOT,
                "{\"row\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"count\": %d}%n",
                row,
                value,
                unit,
                count);
    }

    private static void haltAfter(long seconds) {
        try {
            new Semaphore(0).tryAcquire(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            return;
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(124);
    }
}
