package io.manyhands.process;

import io.manyhands.wire.ThreadImage;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the threads of a worker process were at when it was to be killed. Thread-safe.
final class ToldThreads {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by the lock.
    private boolean isAsked;
    private boolean isOver;
    private byte @Nullable [] told;

    /// Whether to ask for them: once.
    boolean mayAsk() {
        lock.lock();
        try {
            boolean isFirst = !isAsked;
            isAsked = true;
            return isFirst;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until they are told, or nobody will tell; no longer than that.
    void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (told == null && !isOver && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException cannotBe) {
            // Nobody has a reason to.
        } finally {
            lock.unlock();
        }
    }

    /// They are empty if it did not tell in time, null if nobody has asked.
    @Nullable List<ThreadImage> images() {
        lock.lock();
        try {
            if (!isAsked) {
                return null;
            }
            return told == null ? List.of() : ThreadImage.of(told);
        } finally {
            lock.unlock();
        }
    }

    // Told by the channel.

    void told(byte[] body) {
        lock.lock();
        try {
            told = body;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be told.
    void over() {
        lock.lock();
        try {
            isOver = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
