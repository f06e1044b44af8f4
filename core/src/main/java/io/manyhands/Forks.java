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

    /// Starts one, and adds it: in this order, so that nobody calls it off before it was started.
    void start(Fork<?> fork) {
        Link link = new Link(fork, last);
        open.incrementAndGet();
        fork.start();
        last = link;
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

    /// Whether one did not stop when it was told to.
    boolean isAnyStuck() {
        for (Link link = last; link != null; link = link.before) {
            if (link.fork.isStuck()) {
                return true;
            }
        }
        return false;
    }

    // The owner.

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    Thread owner() {
        return owner;
    }

    /// Waits until all have ended.
    ///
    /// @param isSeen whether the finder of deadlocks is to see it
    void await(boolean isSeen) throws InterruptedException {
        if (areOver()) {
            return;
        }
        StackRoom.ensure();
        if (threads == null) {
            awaitTasks(isSeen);
            return;
        }
        boolean isInside = JoinFork.isInside(threads);
        if (isInside) {
            runThoseThatAreLeft();
        }
        if (areOver()) {
            return;
        }
        if (isInside) {
            blockInside(isSeen);
        } else {
            Pool own = Waits.currentPool();
            Pool lender = own != null && own.lendSeat(false) ? own : null;
            try {
                awaitOneByOne(isSeen);
            } finally {
                Waits.takeSeatBack(lender);
            }
        }
    }

    /// Waits until all have ended that were called off: for their grace period at most, and
    /// whatever the thread is told.
    ///
    /// @return whether it was told to stop
    boolean awaitDeafly() {
        boolean isInterrupted = false;
        isWaiting = true;
        while (!areOver()) {
            isInterrupted |= Thread.interrupted();
            LockSupport.park(this);
        }
        isWaiting = false;
        return isInterrupted;
    }

    /// Takes from the current thread's queue what nobody is to run any more.
    void dropDead() {
        if (threads != null && JoinFork.isInside(threads)) {
            JoinFork.dropDead();
        }
    }

    private void blockInside(boolean isSeen) throws InterruptedException {
        try {
            ForkJoinPool.managedBlock(new Blocker(isSeen));
        } catch (OutOfMemoryError noThread) {
            // What is waited for is being run by somebody.
            awaitOneByOne(isSeen);
        }
    }

    /// Has another thread in its place meanwhile.
    private final class Blocker implements ForkJoinPool.ManagedBlocker {
        private final boolean isSeen;

        Blocker(boolean isSeen) {
            this.isSeen = isSeen;
        }

        @Override
        public boolean block() throws InterruptedException {
            awaitOneByOne(isSeen);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return areOver();
        }
    }

    private void runThoseThatAreLeft() throws InterruptedException {
        for (Link link = last; link != null; link = link.before) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            JoinFork.dropDead();
            ((JoinFork<?>) link.fork).runIfLast();
        }
    }

    private void awaitTasks(boolean isSeen) throws InterruptedException {
        if (pool.isRemote()) {
            pool.backend().helpUntil(this::areOver, 0);
        }
        Fork<?> first = firstOpen();
        List<TaskRun<?>> runs = first instanceof PoolFork<?> fork ? List.of(fork.run()) : List.of();
        boolean _ =
                Waits.lending(
                        runs,
                        true,
                        () -> {
                            awaitOneByOne(isSeen && !pool.isBorrowed());
                            return true;
                        });
    }

    /// So that the finder of deadlocks knows who is waited for.
    private void awaitOneByOne(boolean isSeen) throws InterruptedException {
        while (!areOver()) {
            Fork<?> next = firstOpen();
            if (next == null || !isSeen) {
                park(this::areOver);
            } else {
                Wait.during(next.need(), () -> park(() -> next.end() != null));
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
