package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.waits.Holders;
import java.io.Serial;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A [ReentrantLock] that knows whether a task has ended while it held it. Thread-safe.
final class LocalLock extends LocalLocking {
    @Serial private static final long serialVersionUID = 1;

    private final transient Owned lock;
    private transient volatile boolean isRecovered;

    /// Tells who has it.
    private static final class Owned extends ReentrantLock {
        @Serial private static final long serialVersionUID = 1;

        Owned(boolean fair) {
            super(fair);
        }

        @Nullable Thread owner() {
            return getOwner();
        }
    }

    LocalLock(LocalObjects home, Blueprint.Lock blueprint) {
        this(home, new Owned(blueprint.isFair()), label("lock", blueprint.name()));
    }

    private LocalLock(LocalObjects home, Owned lock, String label) {
        super(home, lock, label);
        this.lock = lock;
    }

    @Override
    public int holdCount() {
        return lock.getHoldCount();
    }

    @Override
    public @Nullable String holder() {
        Thread owner = lock.owner();
        return owner == null ? null : owner.getName();
    }

    @Override
    public boolean isRecovered() {
        return isRecovered;
    }

    @Override
    public void clearRecovered() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException(
                    "Only who holds a lock can clear its mark: lock=" + this);
        }
        isRecovered = false;
    }

    @Override
    public void tell(Holders holders) {
        Thread owner = lock.owner();
        if (owner != null) {
            holders.hold(this, owner, 1);
        }
    }

    @Override
    void mark() {
        isRecovered = true;
    }
}
