package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedArray;
import io.manyhands.shared.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/// Transfers between accounts, each with a lock of its own. A transfer takes the two locks in the
/// order of the accounts' numbers, so that no two transfers wait for each other.
public final class BankTransfers {
    private static final int ACCOUNTS = 5;
    private static final int CLERKS = 2;
    private static final int TRANSFERS = 2_000;
    private static final long START = 100;

    private BankTransfers() {}

    /// Moves money about, and prints what there is of it in the end.
    ///
    /// @param args `threads`, `virtual` or `processes`; nothing for processes
    /// @throws InterruptedException if interrupted while the clerks work
    /// @throws ExecutionException if a clerk fails
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        try (Workers workers = Place.of(args, CLERKS)) {
            SharedArray balances = workers.sharedArray(ACCOUNTS * ValueLayout.JAVA_LONG.byteSize());
            List<SharedLock> locks = new ArrayList<>();
            for (int account = 0; account < ACCOUNTS; account++) {
                locks.add(workers.lock("account " + account));
                balances.segment().setAtIndex(ValueLayout.JAVA_LONG, account, START);
            }
            List<TaskFuture<?>> clerks = new ArrayList<>();
            for (int clerk = 0; clerk < CLERKS; clerk++) {
                long seed = clerk;
                clerks.add(workers.submit(() -> work(locks, balances, new Random(seed))));
            }
            for (TaskFuture<?> clerk : clerks) {
                clerk.get();
            }
            long sum = 0;
            for (int account = 0; account < ACCOUNTS; account++) {
                sum += balances.segment().getAtIndex(ValueLayout.JAVA_LONG, account);
            }
            System.out.println("all accounts together: " + sum);
        }
    }

    private static void work(List<SharedLock> locks, SharedArray balances, Random random) {
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            try (var _ = locks.get(Math.min(from, to)).hold();
                    var _ = locks.get(Math.max(from, to)).hold()) {
                move(balances.segment(), from, to, 1 + random.nextInt(20));
            }
        }
    }

    private static void move(MemorySegment balances, int from, int to, long amount) {
        long there = balances.getAtIndex(ValueLayout.JAVA_LONG, from);
        if (there >= amount) {
            long here = balances.getAtIndex(ValueLayout.JAVA_LONG, to);
            balances.setAtIndex(ValueLayout.JAVA_LONG, from, there - amount);
            balances.setAtIndex(ValueLayout.JAVA_LONG, to, here + amount);
        }
    }
}
