package io.manyhands;

import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Wait;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The forks of a scope, and how its owner waits for them.
/* Each fork is counted in `open` until it has ended and the policy was told of it. The owner says
 * that he waits and then looks; whoever changes what he looks at then sees whether he waits.
 *
 * Field       written by               read by
 * last        the owner                anyone
 * open        the owner, who ends one  the owner
 * isWaiting   the owner                who ends one, who cancels
 */
final class Forks {
    private final Pool pool;
    private final Thread owner = Thread.currentThread();
    private final AtomicInteger open = new AtomicInteger();
    private final @Nullable ForkJoinPool threads;
    private volatile @Nullable Link last;
    private volatile boolean isWaiting;

    /// A list, last first.
    private record Link(Fork<?> fork, @Nullable Link before) {}

    /// @param threads where they are run; null if they are tasks of the pool
    Forks(Pool pool, @Nullable ForkJoinPool threads) {
        this.pool = pool;
        this.threads = threads;
    }

    void add(Fork<?> fork) {
        open.incrementAndGet();
        last = new Link(fork, last);
    }

    boolean areNone() {
        return last == null;
    }

    boolean areOver() {
        return open.get() == 0;
    }

    /// One has ended, and that was told.
    void left() {
        open.decrementAndGet();
        wake();
    }

    void wake() {
        if (isWaiting) {
            LockSupport.unpark(owner);
        }
    }

    /// Goes through them, last first.
    void forEach(Consumer<Fork<?>> action) {
        for (Link link = last; link != null; link = link.before) {
            action.accept(link.fork);
        }
    }

    // The owner.

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    Thread owner() {
        return owner;
    }

    /// Waits until something holds that is looked at again whenever a fork ends, or all have ended.
    ///
    /// @param isSeen whether the finder of deadlocks is to see it
    void await(BooleanSupplier isOver, boolean isSeen) throws InterruptedException {
        if (isOver.getAsBoolean()) {
            return;
        }
        StackRoom.ensure();
        if (threads == null) {
            awaitTasks(isOver, isSeen);
            return;
        }
        boolean isInside = JoinFork.isInside(threads);
        if (isInside) {
            runThoseThatAreLeft();
        }
        if (isOver.getAsBoolean()) {
            return;
        }
        if (isInside) {
            ForkJoinPool.managedBlock(new Blocker(isOver, isSeen));
        } else {
            Pool own = Waits.currentPool();
            Pool lender = own != null && own.lendSeat(false) ? own : null;
            try {
                awaitOneByOne(isOver, isSeen);
            } finally {
                Waits.takeSeatBack(lender);
            }
        }
    }

    /// Has another thread in its place meanwhile.
    private final class Blocker implements ForkJoinPool.ManagedBlocker {
        private final BooleanSupplier isOver;
        private final boolean isSeen;

        Blocker(BooleanSupplier isOver, boolean isSeen) {
            this.isOver = isOver;
            this.isSeen = isSeen;
        }

        @Override
        public boolean block() throws InterruptedException {
            awaitOneByOne(isOver, isSeen);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return isOver.getAsBoolean();
        }
    }

    private void runThoseThatAreLeft() throws InterruptedException {
        for (Link link = last; link != null; link = link.before) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ((JoinFork<?>) link.fork).runIfLast();
        }
    }

    private void awaitTasks(BooleanSupplier isOver, boolean isSeen) throws InterruptedException {
        if (pool.isRemote()) {
            pool.backend().helpUntil(isOver, 0);
        }
        Fork<?> first = firstOpen();
        List<TaskRun<?>> runs = first instanceof PoolFork<?> fork ? List.of(fork.run()) : List.of();
        boolean _ =
                Waits.lending(
                        runs,
                        true,
                        () -> {
                            awaitOneByOne(isOver, isSeen && !pool.isBorrowed());
                            return true;
                        });
    }

    /// So that the finder of deadlocks knows who is waited for.
    private void awaitOneByOne(BooleanSupplier isOver, boolean isSeen) throws InterruptedException {
        while (!isOver.getAsBoolean()) {
            Fork<?> next = firstOpen();
            if (next == null || !isSeen) {
                park(isOver);
            } else {
                Wait.during(
                        next.need(), () -> park(() -> next.end() != null || isOver.getAsBoolean()));
            }
        }
    }

    private @Nullable Fork<?> firstOpen() {
        for (Link link = last; link != null; link = link.before) {
            if (link.fork.end() == null) {
                return link.fork;
            }
        }
        return null;
    }

    private void park(BooleanSupplier isOver) throws InterruptedException {
        isWaiting = true;
        try {
            while (!isOver.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.park(this);
            }
        } finally {
            isWaiting = false;
        }
    }
}
