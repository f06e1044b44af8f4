package io.manyhands;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The windows of a pool that are open, and those whose users have dropped them without a close.
///
/// The latter is what [java.lang.ref.Cleaner] does, but its thread would stay behind; this one's
/// ends with the pool. Thread-safe.
final class Windows {
    private static final class Watch extends PhantomReference<Object> {
        private final Window window;

        Watch(Object user, ReferenceQueue<Object> dropped, Window window) {
            super(user, dropped);
            this.window = window;
        }
    }

    private final Pool pool;
    private final Helpers helpers;
    private final Set<Window> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private @Nullable Thread watcher;
    private boolean stopped;

    Windows(Pool pool, Helpers helpers) {
        this.pool = pool;
        this.helpers = helpers;
    }

    /// The number of the next window.
    int nextNumber() {
        return numbers.incrementAndGet();
    }

    void opened(Window window) {
        open.add(window);
        if (pool.isShutdown()) {
            window.refuse(pool.startFailure());
        }
        if (pool.isStopping() || pool.isOver()) {
            window.close(pool.isStopping() ? Window.State.STOPPED : Window.State.REFUSED);
        }
    }

    void closed(Window window) {
        open.remove(window);
    }

    /// How many items wait that are counted later: about.
    long uncounted() {
        long uncounted = 0;
        for (Window window : open) {
            uncounted += window.uncounted();
        }
        return uncounted;
    }

    /// Lets a thread of its own feed a window.
    void startFeeder(Window window, Runnable feed) {
        window.fedBy(helpers.start(Helpers.Role.FEEDER, feed));
    }

    /// Closes a window once nobody can reach its user any more. Not in a simulation, where nothing
    /// must follow from when garbage is collected.
    void closeWhenDropped(Object user, Window window) {
        if (pool.time().isSimulated()) {
            return;
        }
        watches.add(new Watch(user, dropped, window));
        lock.lock();
        try {
            if (watcher == null && !stopped) {
                watcher = helpers.start(Helpers.Role.WATCHER, this::closeDropped);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more items.
    void refuse() {
        open.forEach(window -> window.refuse(pool.startFailure()));
    }

    /// Runs nothing more.
    void stop() {
        open.forEach(window -> window.close(Window.State.STOPPED));
    }

    /// Feeds nothing more, and lets the watching thread end.
    void end() {
        open.forEach(window -> window.close(Window.State.REFUSED));
        lock.lock();
        try {
            stopped = true;
            if (watcher != null) {
                watcher.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeDropped() {
        try {
            while (true) {
                Watch watch = (Watch) dropped.remove();
                watches.remove(watch);
                watch.window.close(Window.State.CLOSED);
            }
        } catch (InterruptedException end) {
            // The pool has ended, and with it the windows.
        }
    }
}
