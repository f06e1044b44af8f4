package io.manyhands;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for threads to be gone, at the end of a pool. An interrupt stops the pool and does not end
/// the waiting. Confined to one thread.
///
/// The waits are the JDK's own, but in a simulation: that a thread is gone is nothing that another
/// clock could wait for.
final class Joining {
    /// How long it waits before it looks whether the pool is being stopped.
    private static final Duration LOOK = Duration.ofMillis(50);

    /// What the library's own threads are given at least.
    private static final Duration OWN_GRACE = Duration.ofSeconds(1);

    private final Pool pool;
    private final Duration grace;
    private final Set<Thread> givenUp = new HashSet<>();
    // When those that are being stopped are waited for no longer: one moment for all of them.
    private @Nullable Long stopNanos;
    private boolean interrupted;

    Joining(Pool pool, Duration grace) {
        this.pool = pool;
        this.grace = grace;
    }

    /// Waits until there are none, as long as it takes, or for the grace period if the pool is
    /// being stopped.
    void joinAll(Supplier<? extends Collection<Thread>> threads) {
        while (true) {
            List<Thread> left = threads.get().stream().filter(this::isToBeAwaited).toList();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(this::join);
        }
    }

    /// Waits no longer than the grace period, which is one for all of them.
    ///
    /// @return those that are not gone
    List<Thread> joinForGrace(Collection<Thread> threads) {
        Duration most = grace.compareTo(OWN_GRACE) > 0 ? grace : OWN_GRACE;
        long end = System.nanoTime() + Durations.nanos(most);
        List<Thread> left = new ArrayList<>();
        for (Thread thread : threads) {
            Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (!tryJoin(thread, rest)) {
                left.add(thread);
                if (thread.isAlive()) {
                    giveUp(thread);
                }
            }
        }
        return left;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    private boolean isToBeAwaited(Thread thread) {
        return !thread.equals(Thread.currentThread()) && !givenUp.contains(thread);
    }

    private void join(Thread thread) {
        boolean told = false;
        while (!tryJoin(thread, LOOK)) {
            if (thread.getState() == Thread.State.NEW) {
                // Its start may fail: then it is not among them when they are looked for again.
                return;
            }
            if (pool.isStopping()) {
                if (!told) {
                    thread.interrupt();
                    told = true;
                }
                if (isGraceOver()) {
                    giveUp(thread);
                    return;
                }
            }
        }
    }

    private boolean isGraceOver() {
        long now = pool.time().isSimulated() ? pool.time().nanos() : System.nanoTime();
        if (stopNanos == null) {
            stopNanos = now + Durations.nanos(grace);
        }
        return now - stopNanos >= 0;
    }

    private void giveUp(Thread thread) {
        givenUp.add(thread);
        Reports.log("A thread has not ended in time: thread=" + thread.getName(), null);
    }

    /// @return whether it is gone; one that is not started yet is not
    private boolean tryJoin(Thread thread, Duration most) {
        if (thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
            return false;
        }
        try {
            return pool.time().join(thread, most);
        } catch (InterruptedException stop) {
            interrupted = true;
            List<Runnable> _ = pool.shutdownNow();
            return false;
        }
    }
}
