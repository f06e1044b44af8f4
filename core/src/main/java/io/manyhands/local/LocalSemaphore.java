package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.spi.Holdings;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Wait;
import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A [Semaphore] that never has more permits than it was made with, and gets back those of a task
/// that has ended. Thread-safe.
/* Each task has a share in it while it has permits. What a thread releases is first its own task's,
 * then what threads have that run no task, then that of any other task: somebody else may release
 * for a task, and that has fewer then.
 */
final class LocalSemaphore extends LocalObject implements SharedSemaphore, Resource {
    @Serial private static final long serialVersionUID = 1;

    private final transient Semaphore semaphore;
    private final transient int permits;
    private final transient String label;
    private final transient AtomicInteger taken = new AtomicInteger();

    /// Of those that are taken, how many by threads that run no task.
    private final transient AtomicInteger foreign = new AtomicInteger();

    private final transient Map<Thread, Share> shares = new ConcurrentHashMap<>();

    LocalSemaphore(LocalObjects home, Blueprint.Semaphore blueprint) {
        super(home);
        this.permits = blueprint.permits();
        this.semaphore = new Semaphore(permits);
        this.label = LocalLocking.label("semaphore", blueprint.name());
    }

    /// What a task has of the permits: its thread notes it, and any thread can release of it.
    private final class Share implements Holdings.Held {
        private final Holdings holdings;
        private final AtomicInteger count = new AtomicInteger();

        Share(Holdings holdings) {
            this.holdings = holdings;
        }

        @Override
        public @Nullable String abandon() {
            shares.remove(Thread.currentThread(), this);
            int left = count.getAndSet(0);
            if (left == 0) {
                return null;
            }
            giveBack(left);
            return label + " permits=" + left;
        }

        /// Ends it for its own thread, if it has nothing.
        void endIfEmpty() {
            if (count.get() == 0) {
                shares.remove(Thread.currentThread(), this);
                holdings.forget(this);
            }
        }
    }

    @Override
    public void acquire(int wanted) throws InterruptedException {
        checkWanted(wanted);
        Share own = share();
        boolean isAcquired = false;
        try {
            if (!semaphore.tryAcquire(wanted, 0, TimeUnit.NANOSECONDS)) {
                Wait.during(need(wanted), () -> semaphore.acquire(wanted));
            }
            isAcquired = true;
        } finally {
            settle(own, isAcquired, wanted);
        }
    }

    @Override
    public void acquireUninterruptibly(int wanted) {
        checkWanted(wanted);
        Share own = share();
        boolean isAcquired = false;
        try {
            if (!semaphore.tryAcquire(wanted)) {
                Wait.duringUninterruptibly(need(wanted), () -> semaphore.acquire(wanted));
            }
            isAcquired = true;
        } finally {
            settle(own, isAcquired, wanted);
        }
    }

    @Override
    public boolean tryAcquire(int wanted) {
        checkWanted(wanted);
        Share own = share();
        boolean isAcquired = semaphore.tryAcquire(wanted);
        settle(own, isAcquired, wanted);
        return isAcquired;
    }

    @Override
    public boolean tryAcquire(int wanted, Duration timeout) throws InterruptedException {
        checkWanted(wanted);
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        Share own = share();
        boolean isAcquired = false;
        try {
            isAcquired = semaphore.tryAcquire(wanted, nanos, TimeUnit.NANOSECONDS);
            return isAcquired;
        } finally {
            settle(own, isAcquired, wanted);
        }
    }

    @Override
    public void release(int back) {
        if (back < 1) {
            throw new IllegalArgumentException("Permits must be positive: permits=" + back);
        }
        int had = taken.getAndUpdate(now -> now < back ? now : now - back);
        if (had < back) {
            throw new IllegalStateException(
                    "Only permits that were acquired can be released: semaphore="
                            + this
                            + (", released=" + back));
        }
        deduct(back);
        semaphore.release(back);
    }

    @Override
    public int availablePermits() {
        return semaphore.availablePermits();
    }

    @Override
    public int permits() {
        return permits;
    }

    @Override
    public String toString() {
        return label + "[permits=" + permits + ", available=" + availablePermits() + "]";
    }

    private Need need(int wanted) {
        return Need.some(this, permits - wanted);
    }

    @Override
    public String title() {
        return label;
    }

    @Override
    public void tell(Holders holders) {
        shares.forEach((thread, share) -> holders.hold(this, thread, share.count.get()));
    }

    private void checkWanted(int wanted) {
        if (wanted < 1 || wanted > permits) {
            throw new IllegalArgumentException(
                    "Permits must be 1 to those of the semaphore: permits="
                            + wanted
                            + (", semaphore=" + this));
        }
    }

    /// The share of the task of this thread, noted before it has anything.
    private @Nullable Share share() {
        Holdings own = Holdings.current();
        if (own == null) {
            return null;
        }
        Share share = shares.computeIfAbsent(Thread.currentThread(), _ -> new Share(own));
        own.note(share);
        return share;
    }

    private void settle(@Nullable Share own, boolean isAcquired, int wanted) {
        int more = isAcquired ? wanted : 0;
        if (own == null) {
            foreign.getAndAdd(more);
        } else {
            own.count.getAndAdd(more);
            own.endIfEmpty();
        }
        taken.getAndAdd(more);
    }

    private void deduct(int back) {
        int left = back;
        Share own = shares.get(Thread.currentThread());
        if (own != null) {
            left -= take(own.count, left);
            own.endIfEmpty();
        }
        left -= take(foreign, left);
        for (Share other : shares.values()) {
            if (left == 0) {
                return;
            }
            left -= take(other.count, left);
        }
    }

    /// Takes permits, as many as there are.
    ///
    /// @return how many
    private static int take(AtomicInteger from, int most) {
        int had = from.getAndUpdate(now -> now - Math.min(now, most));
        return Math.min(had, most);
    }

    private void giveBack(int count) {
        taken.getAndAdd(-count);
        semaphore.release(count);
    }
}
