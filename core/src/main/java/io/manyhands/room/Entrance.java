package io.manyhands.room;

import io.manyhands.memory.Attempt;
import io.manyhands.waits.Need;
import io.manyhands.waits.Wait;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets one thread of this process at a time contend with other processes; the others wait behind
/// it, in the order in which they came. Thread-safe.
/* So what is given back in another process wakes one thread of each and not all, and the memory
 * needs to know processes only.
 */
final class Entrance {
    private final ReentrantLock gate = new ReentrantLock(true);
    private final Patience patience;

    Entrance(Waiting waiting) {
        this.patience = new Patience(waiting);
    }

    /// Whether threads of this process wait here.
    boolean isUsed() {
        return gate.isLocked() || gate.hasQueuedThreads();
    }

    /// Attempts until it is no longer busy.
    ///
    /// @param nanos how long: 0 or less for one attempt, [Long#MAX_VALUE] for ever
    /// @param need what is needed, if others have it
    /// @return how the last attempt ended; busy, if the time is over
    Attempt await(Contender contender, long nanos, @Nullable Supplier<Need> need)
            throws InterruptedException {
        long start = nanos == Long.MAX_VALUE ? 0 : System.nanoTime();
        if (!enter(nanos, need)) {
            return Attempt.BUSY;
        }
        try {
            contender.join();
            try {
                long most = Math.max(0, nanos);
                long left = nanos == Long.MAX_VALUE ? nanos : most - (System.nanoTime() - start);
                return patience.await(contender::attempt, left, need);
            } finally {
                contender.quit();
            }
        } finally {
            gate.unlock();
        }
    }

    /// Attempts until it is done. An interrupt stays for later.
    ///
    /// @param need what is needed, if others have it
    Attempt awaitUninterruptibly(Contender contender, @Nullable Supplier<Need> need) {
        if (need == null) {
            gate.lock();
        } else if (!enterAtOnce()) {
            Wait.duringUninterruptibly(need.get(), gate::lockInterruptibly);
        }
        try {
            contender.join();
            try {
                return patience.awaitUninterruptibly(contender::attempt, need);
            } finally {
                contender.quit();
            }
        } finally {
            gate.unlock();
        }
    }

    private boolean enter(long nanos, @Nullable Supplier<Need> need) throws InterruptedException {
        if (nanos < Long.MAX_VALUE) {
            return gate.tryLock(nanos, TimeUnit.NANOSECONDS);
        }
        if (need == null) {
            gate.lockInterruptibly();
        } else if (!gate.tryLock(0, TimeUnit.NANOSECONDS)) {
            Wait.during(need.get(), gate::lockInterruptibly);
        }
        return true;
    }

    /// In its turn: unlike the method without a time.
    private boolean enterAtOnce() {
        try {
            return gate.tryLock(0, TimeUnit.NANOSECONDS);
        } catch (InterruptedException later) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
