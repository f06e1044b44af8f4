package io.manyhands.linear;

import java.util.List;
import java.util.regex.Pattern;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/// Runs the trials: what several members get of an object, however their accesses to the memory are
/// ordered, could have come from one operation after the other.
/* Lincheck makes up what the members do, and lets them run one at a time, changing from one to
 * another between any two accesses. So what is tried here is each order of accesses, and not what
 * compilers and processors make of their modes: that is for jcstress, and for InterleavingsTest.
 */
public final class OrdersTests {
    // More than an object has members to go through, or a guard has turns to be tried.
    private static final int LOOP_BOUND = 600;
    private static final int OPERATIONS_BEFORE = 4;
    private static final int OPERATIONS_AFTER = 2;

    private static final List<Trial> TRIALS =
            List.of(
                    new Trial(LockOrders.class, LockOrders.Expected.class, List.of()),
                    new Trial(SemaphoreOrders.class, SemaphoreOrders.Expected.class, List.of()),
                    new Trial(
                            QueueOrders.class, QueueOrders.Expected.class, QueueOrders.programs()));

    private OrdersTests() {}

    /// @param expected does the same in one thread
    /// @param programs are tried beside those that Lincheck makes up
    private record Trial(Class<?> object, Class<?> expected, List<ExecutionScenario> programs) {
        String name() {
            return object.getSimpleName();
        }
    }

    /// How much is done: so many programs, each in so many orders.
    private enum Effort {
        SHORT(20, 500),
        LONG(100, 2_000);

        private final int programs;
        private final int orders;

        Effort(int programs, int orders) {
            this.programs = programs;
            this.orders = orders;
        }
    }

    /// Fails with the order that was wrong, if there is one.
    ///
    /// @param arguments `short` or `long`; a regular expression for the names
    public static void main(String[] arguments) {
        Effort effort = arguments[0].equals("long") ? Effort.LONG : Effort.SHORT;
        Pattern only = Pattern.compile(arguments[1]);
        List<Trial> trials =
                TRIALS.stream().filter(trial -> only.matcher(trial.name()).matches()).toList();
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("The name must be that of a trial: only=" + only);
        }
        for (Trial trial : trials) {
            run(trial, effort, 2, 3);
            run(trial, effort, 3, 2);
        }
    }

    private static void run(Trial trial, Effort effort, int threads, int operations) {
        long start = System.nanoTime();
        ModelCheckingOptions options = new ModelCheckingOptions();
        trial.programs.forEach(options::addCustomScenario);
        options.iterations(effort.programs)
                .invocationsPerIteration(effort.orders)
                .threads(threads)
                .actorsPerThread(operations)
                .actorsBefore(OPERATIONS_BEFORE)
                .actorsAfter(OPERATIONS_AFTER)
                .loopBound(LOOP_BOUND)
                .logLevel(LoggingLevel.ERROR)
                .sequentialSpecification(trial.expected)
                .check(trial.object);
        System.out.printf(
                "object=%s threads=%d programs=%d ordersOfEachAtMost=%d seconds=%.1f%n",
                trial.name(),
                threads,
                effort.programs,
                effort.orders,
                (System.nanoTime() - start) / 1e9);
    }
}
