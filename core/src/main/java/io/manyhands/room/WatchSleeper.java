package io.manyhands.room;

import io.manyhands.waits.Sleeper;
import org.jspecify.annotations.Nullable;

/// A thread that may listen for all of its process while it sleeps. Waking is thread-safe, all else
/// is the thread's own.
final class WatchSleeper extends Sleeper {
    /// What the thread listens at, if it does not park.
    private volatile @Nullable Listener listening;

    void listenAt(Listener listener) {
        listening = listener;
    }

    @Override
    public void rise() {
        super.rise();
        listening = null;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    protected void rouse(Thread sleeping) {
        Listener listener = listening;
        if (listener == null) {
            super.rouse(sleeping);
        } else if (sleeping != Thread.currentThread()) {
            listener.wakeUp();
        }
    }
}
