package io.manyhands.room;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread that sleeps until it is woken. Waking is thread-safe, all else is the thread's own.
final class Sleeper {
    private final Thread thread = Thread.currentThread();
    private volatile boolean isWoken;

    /// What the thread listens at for all of this process, if it does not park.
    private volatile @Nullable Listener listening;

    /// From now on it can be woken.
    void prepare() {
        isWoken = false;
    }

    boolean isWoken() {
        return isWoken;
    }

    void listenAt(Listener listener) {
        listening = listener;
    }

    /// It is up, whether it was woken or not.
    void rise() {
        isWoken = true;
        listening = null;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    void wake() {
        if (!isWoken) {
            isWoken = true;
            Listener listener = listening;
            if (listener == null) {
                LockSupport.unpark(thread);
            } else if (thread != Thread.currentThread()) {
                listener.wakeUp();
            }
        }
    }

    /// Sleeps until woken or interrupted, or for no reason.
    ///
    /// @param blocker says what the thread waits for
    void park(Object blocker, long nanos) {
        if (!isWoken) {
            LockSupport.parkNanos(blocker, nanos);
        }
    }
}
