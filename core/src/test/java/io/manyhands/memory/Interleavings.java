package io.manyhands.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Runs small programs in many orders of their accesses to memory, with delayed stores.
/* Each side's stores go into a buffer of its own, from which they reach memory later and, unless a
 * release forbids it, in another order. Volatile stores and compare-and-set empty the buffer first
 * and take effect at once. So what is allowed here beyond sequential consistency is what a missing
 * volatile or release allows: a store after a later load, a store after a later store. Loads are
 * not delayed.
 */
final class Interleavings {
    /// What is explored: new for each run.
    ///
    /// @param sides what each side does; deterministic but for what it loads
    /// @param check fails if the results, one of each side, are wrong together
    record Scenario(Words memory, List<Side> sides, Check check) {}

    /// One side's program.
    interface Side {
        /// Returns what the check is to know.
        Object run(Words words);
    }

    /// Fails if the results are wrong together.
    interface Check {
        void ensure(List<Object> results);
    }

    private static final int MAX_RUNS = 200_000;

    private Interleavings() {}

    /// Runs a scenario in every order.
    ///
    /// @return how many orders there were
    static int exhaust(Supplier<Scenario> scenarios) {
        List<int[]> path = new ArrayList<>();
        int runs = 0;
        do {
            int[] depth = {0};
            run(scenarios.get(), choices -> choose(path, depth[0]++, choices));
            runs++;
            if (runs > MAX_RUNS) {
                throw new AssertionError("The scenario must be small: runs=" + runs);
            }
        } while (advance(path));
        return runs;
    }

    /// Runs a scenario in random orders.
    static void sample(Supplier<Scenario> scenarios, int runs) {
        for (int seed = 0; seed < runs; seed++) {
            Random random = new Random(seed);
            run(scenarios.get(), random::nextInt);
        }
    }

    private static int choose(List<int[]> path, int depth, int choices) {
        if (depth == path.size()) {
            path.add(new int[] {0, choices});
        }
        return path.get(depth)[0];
    }

    private static boolean advance(List<int[]> path) {
        while (!path.isEmpty()) {
            int[] last = path.getLast();
            last[0]++;
            if (last[0] < last[1]) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }

    private static void run(Scenario scenario, Chooser chooser) {
        List<ReplayedSide> sides = new ArrayList<>();
        for (Side side : scenario.sides()) {
            sides.add(new ReplayedSide(side, new DelayedWords(scenario.memory())));
        }
        List<Runnable> steps = steps(sides);
        while (!steps.isEmpty()) {
            steps.get(chooser.choose(steps.size())).run();
            steps = steps(sides);
        }
        scenario.check().ensure(sides.stream().map(ReplayedSide::result).toList());
    }

    private static List<Runnable> steps(List<ReplayedSide> sides) {
        List<Runnable> steps = new ArrayList<>();
        for (ReplayedSide side : sides) {
            if (!side.isDone()) {
                steps.add(side::step);
            }
            steps.addAll(side.delayed().flushes());
        }
        return steps;
    }

    private interface Chooser {
        int choose(int choices);
    }
}
