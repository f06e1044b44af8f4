package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.shared.SharedLock;
import io.manyhands.spi.Holdings;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the locks of processes have in common: how they are got, by threads of this process that
/// may have them already. Thread-safe.
abstract class FrontLock implements SharedLock, Holdings.Held, Resource, Serializable {
    @Serial private static final long serialVersionUID = 1;

    final transient RoomObject object;

    /// Taken before the lock is got, as that may fail.
    private final transient Holdings.Note note = new Holdings.Note(this);

    FrontLock(RoomObject object) {
        this.object = object;
    }

    /// Whether the thread has the lock already; then it has it once more.
    abstract boolean reenter(Thread me);

    /// Attempts once, as one who has just come.
    abstract Attempt attempt(Thread me);

    /// Attempts once, whoever waits, and whatever it takes to find out who is gone.
    abstract Attempt attemptForSure(Thread me);

    /// Where threads of this process wait for it.
    abstract Entrance entrance();

    /// One who waits.
    abstract Contender contender(Thread me);

    /// What one who waits needs.
    ///
    /// @param isBreakable whether the wait may fail
    abstract Need need(boolean isBreakable);

    private Need need() {
        return need(true);
    }

    @Override
    public final String title() {
        return toString();
    }

    /// The thread has got the lock.
    abstract void own(Thread me);

    @Override
    public final void lock() {
        lock(this::need);
    }

    /// Gets the lock, whatever anybody says.
    final void lockAgain() {
        lock(() -> need(false));
    }

    private void lock(Supplier<Need> need) {
        Thread me = Thread.currentThread();
        if (reenter(me)) {
            return;
        }
        object.ensureOpen();
        note.take();
        if (attempt(me).isDone() || entrance().awaitUninterruptibly(contender(me), need).isDone()) {
            own(me);
        }
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        boolean _ = acquire(Long.MAX_VALUE);
    }

    @Override
    public final boolean tryLock() {
        Thread me = Thread.currentThread();
        if (reenter(me)) {
            return true;
        }
        object.ensureOpen();
        note.take();
        boolean isDone = attemptForSure(me).isDone();
        if (isDone) {
            own(me);
        }
        return isDone;
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return acquire(unit.toNanos(time));
    }

    private boolean acquire(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Thread me = Thread.currentThread();
        if (reenter(me)) {
            return true;
        }
        object.ensureOpen();
        note.take();
        boolean isDone =
                attempt(me).isDone() || entrance().await(contender(me), nanos, this::need).isDone();
        if (isDone) {
            own(me);
        }
        return isDone;
    }

    final IllegalMonitorStateException notHeld() {
        return new IllegalMonitorStateException(
                "Only who holds a lock can unlock it and use its conditions: lock="
                        + (this + ", holder=" + holder()));
    }

    /// Names a thread of a member, for people.
    static @Nullable String name(RoomObject object, int member, int thread) {
        return member == 0 ? null : object.who(member) + ", thread " + thread;
    }
}
