package io.manyhands.room;

import io.manyhands.memory.Attempt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

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
    /// @return how the last attempt ended; busy, if the time is over
    Attempt await(Contender contender, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        if (!enter(nanos)) {
            return Attempt.BUSY;
        }
        try {
            contender.join();
            try {
                long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
                return patience.await(contender::attempt, left);
            } finally {
                contender.quit();
            }
        } finally {
            gate.unlock();
        }
    }

    /// Attempts until it is done. An interrupt stays for later.
    Attempt awaitUninterruptibly(Contender contender) {
        gate.lock();
        try {
            contender.join();
            try {
                return patience.awaitUninterruptibly(contender::attempt);
            } finally {
                contender.quit();
            }
        } finally {
            gate.unlock();
        }
    }

    private boolean enter(long nanos) throws InterruptedException {
        if (nanos == Long.MAX_VALUE) {
            gate.lockInterruptibly();
            return true;
        }
        return gate.tryLock(nanos, TimeUnit.NANOSECONDS);
    }
}
