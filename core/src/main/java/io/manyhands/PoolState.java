package io.manyhands;

import java.util.concurrent.atomic.AtomicLong;

/// How many tasks a pool has, and whether it takes more: one word, so that no task slips in
/// between.
///
/// ```
///   63     62         61                              0
///   +------+----------+-------------------------------+
///   | stop | shutdown | tasks accepted, not left yet  |
///   +------+----------+-------------------------------+
/// ```
///
/// Thread-safe.
final class PoolState {
    private static final long STOP = 1L << 63;
    private static final long SHUTDOWN = 1L << 62;
    private static final long COUNT = SHUTDOWN - 1;

    private final AtomicLong word = new AtomicLong();

    /// Counts a task in; it must be counted out again even if it was refused.
    ///
    /// @return whether tasks are still taken
    boolean enter() {
        return (word.getAndIncrement() & SHUTDOWN) == 0;
    }

    /// Counts a task out.
    ///
    /// @return whether it was the last one of all
    boolean leave() {
        return isOver(word.decrementAndGet());
    }

    /// Takes no more tasks.
    ///
    /// @return whether none is left
    boolean shutDown() {
        return isOver(word.updateAndGet(now -> now | SHUTDOWN));
    }

    /// Takes no more tasks, and stops those that run.
    ///
    /// @return whether none is left
    boolean stop() {
        return isOver(word.updateAndGet(now -> now | SHUTDOWN | STOP));
    }

    boolean isShutdown() {
        return (word.get() & SHUTDOWN) != 0;
    }

    boolean isStopping() {
        return word.get() < 0;
    }

    private static boolean isOver(long now) {
        return (now & SHUTDOWN) != 0 && (now & COUNT) == 0;
    }

    @Override
    public String toString() {
        long now = word.get();
        String flag = now < 0 ? "stopping" : (now & SHUTDOWN) != 0 ? "shut down" : "open";
        return flag + ", tasks=" + (now & COUNT);
    }
}
