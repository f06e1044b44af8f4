package io.manyhands;

import io.manyhands.spi.StackRoom;
import io.manyhands.waits.Wait;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The forks of a scope, and how its owner waits for them.
/* A fork is open until it has ended and the policy was told of it. Those that the owner himself has
 * ended are counted apart: most of those that divide and conquer. The owner says that he waits and
 * then looks; whoever changes what he looks at then sees whether he waits.
 *
 * Who helps goes through the chain of those that the owner has open, outer ones first, and in each
 * from the oldest on, as thieves do: so whoever waits for what was forked before does not take its
 * place. What he reads there may be old; nobody is led astray but to what nobody runs any more.
 *
 * Field          written by              read by
 * last           the owner               anyone
 * next           the owner               who helps
 * oldest         the owner, who helps    who helps
 * within, outer  the owner               the owner; outer also who helps
 * openHere       the owner               the owner
 * elsewhere      who else ends one       the owner
 * helped         the owner               who cancels
 * isWaiting      the owner               who ends one
 */
final class Forks {
    /// In vain, before the thread blocks.
    private static final int MOST_LOOKS = 64;

    /// Scopes and subtasks within each other, from the one that is waited for to one that nobody
    /// has begun. The stack of who looks has room for it.
    private static final int MOST_DEPTH = 32;

    /// Of one scope, from the oldest on that has not ended.
    private static final int MOST_SEEN = 64;

    private static final VarHandle ELSEWHERE;

    static {
        try {
            ELSEWHERE = MethodHandles.lookup().findVarHandle(Forks.class, "elsewhere", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Pool pool;
    private final Thread owner = Thread.currentThread();
    private final @Nullable ForkJoinPool threads;
    private volatile @Nullable Link last;
    private @Nullable Link oldest;
    private @Nullable JoinFork<?> within;
    private @Nullable Forks outer;
    private int openHere;
    private volatile int elsewhere;
    private volatile @Nullable JoinFork<?> helped;
    private volatile boolean isWaiting;

    /// A list, last first.
    private static final class Link {
        private final Fork<?> fork;
        private final @Nullable Link before;
        private @Nullable Link next;

        Link(Fork<?> fork, @Nullable Link before) {
            this.fork = fork;
            this.before = before;
        }
    }

    /// @param threads where they are run; null if they are tasks of the pool
    Forks(Pool pool, @Nullable ForkJoinPool threads) {
        this.pool = pool;
        this.threads = threads;
    }

    /// Starts one, and adds it: in this order, so that nobody calls it off before it was started.
    void start(Fork<?> fork) {
        Link before = last;
        Link link = new Link(fork, before);
        openHere++;
        fork.start();
        if (before == null) {
            oldest = link;
        } else {
            before.next = link;
        }
        last = link;
    }

    /// Whether all have ended. For the owner.
    boolean areOver() {
        return openHere == elsewhere;
    }

    /// One has ended, and that was told.
    void left() {
        if (isOwner()) {
            openHere--;
        } else {
            int _ = (int) ELSEWHERE.getAndAdd(this, 1);
            wake();
        }
    }

    void wake() {
        if (isWaiting) {
            LockSupport.unpark(owner);
        }
    }

    // Helping.

    /// The owner begins to fork, within what it runs itself.
    void enter(JoinFork<?> running) {
        within = running;
        outer = running.inner();
        running.setInner(this);
    }

    /// The owner is at the end of the scope. Those of a scope further out, or in, may still be
    /// open, if it forks in them in another order than it opened them.
    @SuppressWarnings("ReferenceEquality") // forks are themselves
    void leave() {
        JoinFork<?> running = within;
        if (running != null) {
            Forks inner = running.inner();
            if (inner == this) {
                running.setInner(outer);
            }
            while (inner != null && inner.outer != this) {
                inner = inner.outer;
            }
            if (inner != null) {
                inner.outer = outer;
            }
            within = null;
            outer = null;
        }
        if (threads != null && JoinFork.isInside(threads)) {
            JoinFork.dropDead();
        }
    }

    /// One that nobody has begun, of these and what was forked below.
    @Nullable JoinFork<?> unbegun(int depth) {
        if (depth == 0) {
            return null;
        }
        Forks around = outer;
        JoinFork<?> found = around == null ? null : around.unbegun(depth - 1);
        return found == null ? ownUnbegun(depth - 1) : found;
    }

    private @Nullable JoinFork<?> ownUnbegun(int depth) {
        JoinFork<?> found = null;
        Link link = passEnded();
        for (int seen = 0; seen < MOST_SEEN && found == null && link != null; seen++) {
            found = ((JoinFork<?>) link.fork).unbegun(depth);
            link = link.next;
        }
        return found;
    }

    private @Nullable Link passEnded() {
        Link link = oldest;
        if (link == null) {
            return null;
        }
        Link next = link.next;
        while (next != null && link.fork.end() != null) {
            link = next;
            next = link.next;
        }
        oldest = link;
        return link;
    }

    /// Goes through them, and what the owner runs for another.
    void toCallOff(Consumer<Fork<?>> action) {
        forEach(action);
        JoinFork<?> other = helped;
        if (other != null) {
            action.accept(other);
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
    /// @param isCancelled whether their scope is
    void await(boolean isSeen, BooleanSupplier isCancelled) throws InterruptedException {
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
            runThoseBelow(isCancelled);
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

    /// Runs what others have forked for what is waited for here, as long as there is such. If this
    /// scope is cancelled, nobody tells those of a scope below, until they have heard of it there.
    private void runThoseBelow(BooleanSupplier isCancelled) throws InterruptedException {
        int looks = 0;
        while (looks < MOST_LOOKS && !areOver()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            JoinFork<?> found = isCancelled.getAsBoolean() ? null : ownUnbegun(MOST_DEPTH);
            if (found == null) {
                looks++;
                Thread.onSpinWait();
                continue;
            }
            looks = 0;
            helped = found;
            try {
                if (!isCancelled.getAsBoolean()) {
                    found.run();
                }
            } finally {
                helped = null;
            }
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
