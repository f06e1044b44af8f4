package io.manyhands.examples.concepts;

import io.manyhands.Deadlocks;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedLock;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutionException;

/// A deadlock: Alice has her lock and waits for that of Bob, who has his and waits for hers. It is
/// found, and Bob is made to give up.
public final class Deadlocked {
    private Deadlocked() {}

    /// Prints who does what.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.threads(2)) {
            System.out.println("main -> alice, bob: submits two tasks");
            TaskFuture<?> alice =
                    workers.named("alice").submit(() -> lockBoth(workers, "alice", "bob"));
            TaskFuture<?> bob =
                    workers.named("bob").submit(() -> lockBoth(workers, "bob", "alice"));
            List<Deadlock> found = List.of();
            while (found.isEmpty()) {
                found = Deadlocks.find();
            }
            System.out.println("main <- alice, bob -> bob: finds the deadlock, breaks it up");
            boolean _ = Deadlocks.breakUp(only("bob", found.getFirst()));
            alice.get();
            bob.get();
            System.out.println("main <- alice, bob: has both tasks done");
        }
    }

    /// The part of a deadlock that is to fail: otherwise it is the youngest wait.
    private static Deadlock only(String task, Deadlock deadlock) {
        return new Deadlock(
                deadlock.waiters().stream()
                        .filter(waiter -> String.valueOf(waiter.task()).startsWith(task))
                        .toList());
    }

    private static void lockBoth(Workers workers, String who, String other)
            throws InterruptedException, BrokenBarrierException {
        SharedBarrier both = workers.barrier("both", 2);
        try (var _ = workers.lock(who).hold()) {
            System.out.println(who + " <- main -> " + other + ": has " + who + "'s lock");
            // Both have one lock now: without this it would happen now and then only.
            int _ = both.await();
            System.out.println(who + " <- " + other + " -> main: waits for " + other + "'s lock");
            lockOther(who, other, workers.lock(other));
        }
    }

    private static void lockOther(String who, String other, SharedLock lock) {
        try (var _ = lock.hold()) {
            System.out.println(who + " <- " + other + " -> main: has both locks");
        } catch (DeadlockException told) {
            System.out.println(who + " <- main -> " + other + ", main: gives up, and unlocks");
        }
    }
}
