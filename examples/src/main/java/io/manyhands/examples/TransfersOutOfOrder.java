package io.manyhands.examples;

import io.manyhands.Deadlocks;
import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.shared.SharedBarrier;
import io.manyhands.shared.SharedCounter;
import io.manyhands.shared.SharedLock;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutionException;

/// Two transfers between two accounts, in opposite directions, in processes: each locks its own
/// account first and then waits for that of the other. The program finds out, prints who waits for
/// what and where in the code, and has one of the two give up; that one then tries again.
public final class TransfersOutOfOrder {
    private static final long LOOK_MILLIS = 20;

    /// An account, as tasks share it.
    ///
    /// @param lock to be held by whoever changes the balance
    /// @param balance what is there
    private record Account(SharedLock lock, SharedCounter balance) implements Serializable {
        static Account of(Workers workers, String owner, long balance) {
            Account account =
                    new Account(workers.lock(owner), workers.counter("balance of " + owner));
            account.balance.set(balance);
            return account;
        }
    }

    private TransfersOutOfOrder() {}

    /// Moves an amount, unless both wait for each other.
    ///
    /// @return how often it was tried
    private static int transfer(Account from, Account to, long amount, SharedBarrier both)
            throws InterruptedException, BrokenBarrierException {
        try (var _ = from.lock.hold()) {
            // Both have one lock now: without this it would happen now and then only.
            int _ = both.await();
            try (var _ = to.lock.hold()) {
                move(from, to, amount);
                return 1;
            }
        } catch (DeadlockException givenUp) {
            return 1 + transferAlone(from, to, amount);
        }
    }

    private static int transferAlone(Account from, Account to, long amount) {
        try (var _ = to.lock.hold();
                var _ = from.lock.hold()) {
            move(from, to, amount);
            return 1;
        }
    }

    private static void move(Account from, Account to, long amount) {
        from.balance.addAndGet(-amount);
        to.balance.addAndGet(amount);
    }

    /// Prints the deadlock and the balances.
    ///
    /// @param args none
    /// @throws InterruptedException if interrupted while the tasks run
    /// @throws ExecutionException if a task fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Workers.processes(2)) {
            Account alice = Account.of(workers, "alice", 100);
            Account bob = Account.of(workers, "bob", 100);
            SharedBarrier both = workers.barrier("both", 2);
            TaskFuture<Integer> there = workers.submit(() -> transfer(alice, bob, 10, both));
            TaskFuture<Integer> back = workers.submit(() -> transfer(bob, alice, 30, both));
            List<Deadlock> found = Deadlocks.find();
            while (found.isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
                found = Deadlocks.find();
            }
            System.out.println(found.getFirst());
            boolean _ = Deadlocks.breakUp(found.getFirst());
            System.out.println("Tries: " + (there.get() + back.get()));
            System.out.println("Alice: " + alice.balance.get() + ", Bob: " + bob.balance.get());
        }
    }
}
