package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.memory.RobustCondition;
import java.io.Serial;
import java.io.Serializable;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A condition of a lock of processes: the memory knows how many threads of each process wait and
/// how many signals it was given; which thread takes one, they settle here. Thread-safe.
@SuppressWarnings("WaitNotInLoop") // that is for those who call it
final class MappedCondition implements Condition, Serializable {
    /// The sorts of conditions: what stands before the name.
    static final String NAMED = "n.";

    static final String UNNAMED = "a.";

    @Serial private static final long serialVersionUID = 1;

    private final transient OwnedLock lock;
    private final transient String sort;
    private final transient String name;
    private final transient RobustCondition condition;
    private final transient Entrance entrance;
    private final transient ReentrantLock settling = new ReentrantLock();

    /// How many threads have found a signal, and are on their way back to the lock: it goes to
    /// another process if this one dies before. Guarded by the lock for settling.
    private transient int claimed;

    private MappedCondition(RoomObject object, OwnedLock lock, String sort, String name) {
        this.lock = lock;
        this.sort = sort;
        this.name = name;
        condition = new RobustCondition(object.words(), object.at(), object.members());
        entrance = new Entrance(object.waiting(condition.sleepers(), toString()));
    }

    static Kind<MappedCondition> kind(OwnedLock lock, String sort, String name) {
        return new Kind<>(
                RobustCondition.sizeBytes(),
                (_, _) -> {},
                object -> new MappedCondition(object, lock, sort, name));
    }

    @Override
    public void await() throws InterruptedException {
        boolean _ = await(Long.MAX_VALUE);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        boolean _ = await(nanos);
        long left = nanos - (System.nanoTime() - start);
        return left <= nanos ? left : Long.MIN_VALUE;
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(time));
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // is what a condition is asked with
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        // Dates of databases have no instant.
        long time = deadline.getTime();
        long now = System.currentTimeMillis();
        return await(time <= now ? 0 : TimeUnit.MILLISECONDS.toNanos(time - now));
    }

    @Override
    public void awaitUninterruptibly() {
        int changes = lock.object.changes();
        int holds = leaveLock();
        boolean isSignalled = false;
        try {
            isSignalled =
                    entrance.awaitUninterruptibly(() -> find(changes), null) == Attempt.DONE
                            || !leavesUnsignalled();
        } finally {
            returnToLock(holds, isSignalled);
        }
    }

    /// Returns false if the time was over.
    private boolean await(long nanos) throws InterruptedException {
        lock.ensureHeld();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int changes = lock.object.changes();
        int holds = leaveLock();
        Attempt outcome = Attempt.BUSY;
        InterruptedException interrupt = null;
        boolean isSignalled = false;
        try {
            outcome = entrance.await(() -> find(changes), nanos, null);
        } catch (InterruptedException later) {
            interrupt = later;
        } finally {
            try {
                isSignalled = outcome == Attempt.DONE || !leavesUnsignalled();
            } finally {
                returnToLock(holds, isSignalled);
            }
        }
        if (interrupt != null) {
            endBy(interrupt, isSignalled);
        }
        return isSignalled || outcome == Attempt.RECOVERED;
    }

    /// One that was signalled before it was interrupted must not lose the signal.
    private static void endBy(InterruptedException interrupt, boolean isSignalled)
            throws InterruptedException {
        if (!isSignalled) {
            throw interrupt;
        }
        Thread.currentThread().interrupt();
    }

    private int leaveLock() {
        lock.ensureHeld();
        Patience.surely(condition::enter);
        return lock.releaseAll();
    }

    /// Looks for a signal. If a process came or went since the thread had the lock, it goes on
    /// without one: who should have signalled it may have been that one. (Who died with the lock is
    /// not to be seen any more when another has taken it.)
    ///
    /// @param changes how many had come and gone while the thread had the lock
    private Attempt find(int changes) {
        settling.lock();
        try {
            Attempt outcome = condition.find(claimed);
            if (outcome == Attempt.DONE) {
                claimed++;
            }
            return outcome == Attempt.BUSY && lock.object.changes() != changes
                    ? Attempt.RECOVERED
                    : outcome;
        } finally {
            settling.unlock();
        }
    }

    private boolean leavesUnsignalled() {
        settling.lock();
        try {
            boolean isSignalled = Patience.surely(condition::quit) == Attempt.BUSY;
            claimed += isSignalled ? 1 : 0;
            return !isSignalled;
        } finally {
            settling.unlock();
        }
    }

    private void returnToLock(int holds, boolean isSignalled) {
        lock.reacquire(holds);
        if (isSignalled) {
            settling.lock();
            try {
                Patience.surely(condition::take);
                claimed--;
            } finally {
                settling.unlock();
            }
        }
    }

    @Override
    public void signal() {
        lock.ensureHeld();
        Patience.surely(condition::signal);
    }

    @Override
    public void signalAll() {
        lock.ensureHeld();
        Patience.surely(condition::signalAll);
    }

    @Override
    public String toString() {
        String title = sort.equals(NAMED) ? "condition " + name : "condition";
        return title + " of " + lock;
    }

    @Serial
    private Object writeReplace() {
        return new Ticket(lock, sort, name);
    }

    /// What a condition is on its way to another process.
    private record Ticket(OwnedLock lock, String sort, String name) implements Serializable {
        @Serial private static final long serialVersionUID = 1;

        @Serial
        private Object readResolve() {
            return lock.condition(sort, name);
        }
    }
}
