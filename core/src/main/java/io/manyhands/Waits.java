package io.manyhands;

import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Wait;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Waits of those who may be workers themselves, and lend their seat to a spare meanwhile.
/// Stateless.
final class Waits {
    private Waits() {}

    /// Waits for a task.
    ///
    /// @return false if the time was over first
    static boolean forTask(OutcomeFuture<?> run, long nanos) throws InterruptedException {
        StackRoom.ensure();
        Pool pool = run.pool;
        if (nanos > 0 && pool.isRemote()) {
            pool.backend().helpUntil(run::isEnded, 0);
        }
        Pool lender = nanos > 0 ? lendSeat(pool) : null;
        try {
            boolean isSimple = nanos < Durations.FOREVER || pool.isBorrowed();
            return isSimple ? run.await(pool.time(), nanos) : awaitForEver(run);
        } finally {
            takeSeatBack(lender);
        }
    }

    private static boolean awaitForEver(OutcomeFuture<?> run) throws InterruptedException {
        Wait.during(TaskEnd.of(run).need(), () -> run.await(run.pool.time()));
        return true;
    }

    /// Waits for a gate that tasks open.
    ///
    /// @return false if the time was over first
    static boolean forGate(Collection<? extends OutcomeFuture<?>> runs, Gate gate, long nanos)
            throws InterruptedException {
        StackRoom.ensure();
        if (gate.isEnded() || runs.isEmpty()) {
            return true;
        }
        TimeSource time = runs.iterator().next().pool.time();
        return lending(runs, nanos > 0, () -> gate.await(time, nanos));
    }

    /// Waits for tasks, which it is done for.
    @FunctionalInterface
    interface Step<T extends @Nullable Object> {
        T run() throws InterruptedException;
    }

    /// Waits for tasks and perhaps for other things, while spares stand in for the current worker.
    ///
    /// @param runs the tasks
    /// @param blocks whether the step may block
    static <T extends @Nullable Object> T lending(
            Collection<? extends OutcomeFuture<?>> runs, boolean blocks, Step<T> step)
            throws InterruptedException {
        if (!blocks || runs.isEmpty()) {
            return step.run();
        }
        Pool own = currentPool();
        boolean waitsForOwn = runs.stream().anyMatch(run -> run.pool == own && !run.isEnded());
        Pool waitedFor = own != null && waitsForOwn ? own : runs.iterator().next().pool;
        Pool parents = borrowed(runs);
        Pool lenderToo = parents == null ? null : lendSeat(parents);
        try {
            Pool lender = lendSeat(waitedFor);
            try {
                return step.run();
            } finally {
                takeSeatBack(lender);
            }
        } finally {
            takeSeatBack(lenderToo);
        }
    }

    /// The first workers of the parent among those that are waited for.
    private static @Nullable Pool borrowed(Collection<? extends OutcomeFuture<?>> runs) {
        for (OutcomeFuture<?> run : runs) {
            if (run.pool.isBorrowed() && !run.isEnded()) {
                return run.pool;
            }
        }
        return null;
    }

    /// Lets a spare stand in for the current worker, of whatever pool, which is about to wait for
    /// another.
    ///
    /// @return whose seat is to be taken back, or null for none
    static @Nullable Pool lendSeat(Pool waitedFor) {
        if (waitedFor.isBorrowed()) {
            // It is this process that waits, whichever thread does.
            return waitedFor.lendSeat(true) ? waitedFor : null;
        }
        Pool own = currentPool();
        return own != null && own.lendSeat(own == waitedFor) ? own : null;
    }

    static void takeSeatBack(@Nullable Pool lender) {
        if (lender != null) {
            lender.takeSeatBack();
        }
    }

    /// The pool whose worker the current thread is, or runs for.
    static @Nullable Pool currentPool() {
        LocalWorker current = LocalWorker.served();
        return current != null && current.host() instanceof PoolHost own ? own.pool() : null;
    }
}
