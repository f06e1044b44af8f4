import io.manyhands.HostShared;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What locks and the like cost two processes: prints a line for each row, with its name, unit and median.
public final class Locks {
    private static final int RUNS = 5;

    private interface Work {
        /// Returns nanoseconds for each.
        double run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        boolean isFirst = arguments.length == 0;
        String name = isFirst ? "locks-" + ProcessHandle.current().pid() : arguments[0];
        try (HostShared shared = HostShared.open(name)) {
            if (isFirst) {
                alone(shared);
            }
            Process other = isFirst ? startOther(name) : null;
            together(shared, isFirst);
            if (other != null) {
                other.waitFor();
            }
        }
    }

    private static Process startOther(String name) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("Locks", name));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void alone(HostShared shared) throws Exception {
        SharedLock lock = shared.lock("alone");
        row("lock, alone, acquire and release", true, () -> each(5_000_000, () -> {
            lock.lock();
            lock.unlock();
        }));
        SharedSemaphore semaphore = shared.semaphore("alone-too", 1);
        row("semaphore, alone, acquire and release", true, () -> each(2_000_000, () -> {
            semaphore.acquire();
            semaphore.release();
        }));
    }

    private static void together(HostShared shared, boolean isFirst) throws Exception {
        SharedBarrier start = shared.barrier("start", 2);
        SharedLock lock = shared.lock("fight");
        row("lock, two fighting, one's pair", isFirst, () -> {
            start.await();
            return each(1_000_000, () -> {
                lock.lock();
                lock.unlock();
            });
        });
        SharedSemaphore semaphore = shared.semaphore("fight-too", 1);
        row("semaphore of one, two fighting, one's pair", isFirst, () -> {
            start.await();
            return each(200_000, () -> {
                semaphore.acquire();
                semaphore.release();
            });
        });
        row("barrier of two", isFirst, () -> each(20_000, start::await));
        SharedEvent ping = shared.event("ping");
        SharedEvent pong = shared.event("pong");
        row("event, to and fro", isFirst, () -> {
            start.await();
            return each(20_000, () -> pass(isFirst ? ping : pong, isFirst ? pong : ping, isFirst));
        });
        SharedLatch end = shared.latch("end", 2);
        end.countDown();
        end.await();
    }

    private static void pass(SharedEvent own, SharedEvent others, boolean isFirst) throws Exception {
        if (isFirst) {
            own.set();
        }
        others.await();
        others.clear();
        if (!isFirst) {
            own.set();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static double each(int times, Step step) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        return (double) (System.nanoTime() - start) / times;
    }

    private static void row(String name, boolean isPrinted, Work work) throws Exception {
        double[] nanos = new double[RUNS];
        double _ = work.run() + work.run();
        for (int i = 0; i < RUNS; i++) {
            nanos[i] = work.run();
        }
        Arrays.sort(nanos);
        if (isPrinted) {
            System.out.printf(Locale.ROOT, "%s\tns\t%.1f%n", name, nanos[RUNS / 2]);
        }
    }
}
