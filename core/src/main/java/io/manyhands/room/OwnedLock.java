package io.manyhands.room;

import io.manyhands.shared.Blueprint;
import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// A lock that one thread of one process has: the memory knows which; how often, the thread itself.
abstract class OwnedLock extends FrontLock {
    @Serial private static final long serialVersionUID = 1;

    private final transient AtomicLong conditions = new AtomicLong();

    /// The thread of this process that has the lock: right for that thread itself, a hint for
    /// others.
    private transient @Nullable Thread owner;

    /// The owner's own.
    private transient int holds;

    OwnedLock(RoomObject object) {
        super(object);
    }

    /// Gives the lock back to the others.
    abstract void release();

    /// Gives the lock back to the others, with the mark.
    abstract void releaseMarked();

    /// Clears the mark. Called by the owner.
    abstract void clearMark();

    /// The process that has the lock, or 0.
    abstract int holdingMember();

    /// The number of the thread that has the lock, if one has.
    abstract int holdingThread();

    @Override
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    final boolean reenter(Thread me) {
        if (owner != me) {
            return false;
        }
        holds = Math.incrementExact(holds);
        return true;
    }

    @Override
    final void own(Thread me) {
        holds = 1;
        owner = me;
    }

    @Override
    public final void unlock() {
        ensureHeld();
        if (--holds == 0) {
            disown();
            release();
        }
    }

    /// Gives the lock back altogether.
    ///
    /// @return how often the thread had it
    final int releaseAll() {
        int all = holds;
        disown();
        release();
        return all;
    }

    /// Gets the lock again.
    final void reacquire(int all) {
        lockAgain();
        holds = all;
    }

    private void disown() {
        holds = 0;
        owner = null;
    }

    @Override
    public final @Nullable String abandon() {
        if (!isHeldByCurrentThread()) {
            return null;
        }
        disown();
        releaseMarked();
        return toString();
    }

    @Override
    public final Condition newCondition() {
        String number = object.members().self() + "-" + conditions.incrementAndGet();
        return condition(MappedCondition.UNNAMED, number);
    }

    @Override
    public final Condition condition(String name) {
        // Refuses what is no name.
        Blueprint<?> _ = Blueprint.lock(Objects.requireNonNull(name, "name"));
        return condition(MappedCondition.NAMED, name);
    }

    final Condition condition(String sort, String name) {
        return object.part(sort + name, MappedCondition.kind(this, sort, name));
    }

    final void ensureHeld() {
        if (!isHeldByCurrentThread()) {
            throw notHeld();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    public final boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }

    @Override
    public final int holdCount() {
        return isHeldByCurrentThread() ? holds : 0;
    }

    @Override
    public final @Nullable String holder() {
        Thread own = owner;
        return own != null ? own.getName() : name(object, holdingMember(), holdingThread());
    }

    @Override
    public final void clearRecovered() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException(
                    "Only who holds a lock can clear its mark: lock=" + this);
        }
        clearMark();
    }
}
