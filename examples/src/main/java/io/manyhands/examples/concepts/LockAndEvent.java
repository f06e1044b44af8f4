package io.manyhands.examples.concepts;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedEvent;
import io.manyhands.shared.SharedLatch;
import io.manyhands.shared.SharedLock;
import io.manyhands.shared.SharedQueue;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;

/// Two processes at one ledger: a lock lets one of them in at a time, events tell what has
/// happened, and a latch opens when both are done.
public final class LockAndEvent {
    private static final int LINES = 20;

    /// What the two share.
    ///
    /// @param lock to be held by whoever writes
    /// @param sum what is written
    /// @param taken set when the first has the lock
    /// @param asked set when the second has found it taken
    /// @param done opens when both are done
    /// @param said the lines to be printed, in their order
    private record Ledger(
            SharedLock lock,
            SharedCounter sum,
            SharedEvent taken,
            SharedEvent asked,
            SharedLatch done,
            SharedQueue<String> said)
            implements Serializable {
        static Ledger of(Workers workers) {
            return new Ledger(
                    workers.lock("ledger"),
                    workers.counter("sum"),
                    workers.event("taken"),
                    workers.event("asked"),
                    workers.latch("done", 2),
                    workers.queue("said", LINES));
        }
    }

    private LockAndEvent() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.processes(2)) {
            Ledger ledger = Ledger.of(workers);
            ledger.said.put("main -> process 1, process 2: submits two tasks");
            TaskFuture<?> first = workers.submit(() -> first(ledger));
            TaskFuture<?> second = workers.submit(() -> second(ledger));
            ledger.done.await();
            long sum = ledger.sum.get();
            ledger.said.put("main <- process 1, process 2: sees the latch open, finds " + sum);
            first.get();
            second.get();
            ledger.said.close();
            ledger.said.untilClosed().forEach(System.out::println);
        }
    }

    private static void first(Ledger ledger) throws InterruptedException {
        try (var _ = ledger.lock.hold()) {
            ledger.said.put("process 1 <- main -> process 2: takes the lock, sets an event");
            ledger.taken.set();
            ledger.asked.await();
            long sum = ledger.sum.addAndGet(10);
            ledger.said.put("process 1 <- process 2 -> process 2: writes " + sum + ", unlocks");
        }
        ledger.said.put("process 1 -> main: counts the latch down");
        ledger.done.countDown();
    }

    private static void second(Ledger ledger) throws InterruptedException {
        ledger.taken.await();
        if (ledger.lock.tryLock()) {
            throw new IllegalStateException("The lock is the first one's");
        }
        ledger.said.put("process 2 <- main, process 1 -> process 1: waits for the lock");
        ledger.asked.set();
        try (var _ = ledger.lock.hold()) {
            long sum = ledger.sum.addAndGet(5);
            ledger.said.put("process 2 <- process 1: has the lock, writes " + sum);
        }
        ledger.said.put("process 2 -> main: counts the latch down");
        ledger.done.countDown();
    }
}
