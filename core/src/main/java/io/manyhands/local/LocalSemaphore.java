package io.manyhands.local;

import io.manyhands.shared.Blueprint;
import io.manyhands.shared.SharedSemaphore;
import io.manyhands.spi.Holdings;
import io.manyhands.waits.Clock;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Limit;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import io.manyhands.waits.Wait;
import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A semaphore that never has more permits than it was made with, and gets back those of a task
/// that has ended. Thread-safe.
/* Each task has a share in it once it has acquired permits, which is its thread's own. What a thread
 * releases is first of its own task's share; the rest, and what threads acquire that run no task, goes
 * to the account of the permits. When a task ends, its share is settled with the account: somebody
 * else may have released for it.
 */
final class LocalSemaphore extends LocalObject implements SharedSemaphore, Resource {
    @Serial private static final long serialVersionUID = 1;

    private static final int LARGE_SHARE = 1_000;

    private final transient Permits available;
    private final transient int permits;
    private final transient String label;
    private final transient Map<Thread, Share> shares = new ConcurrentHashMap<>();

    /// The share that was used last: whoever finds his own there is right.
    private transient @Nullable Share last;

    /// A thread that runs no task: whoever finds himself there is right.
    private transient @Nullable Thread free;

    LocalSemaphore(LocalObjects home, Blueprint.Semaphore blueprint) {
        super(home);
        this.permits = blueprint.permits();
        this.available = new Permits(permits);
        this.label = LocalLocking.label("semaphore", blueprint.name());
    }

    /// What a task has of the permits. Confined to its thread; others may look how much it is.
    private final class Share implements Holdings.Held {
        private final Thread thread = Thread.currentThread();
        private final Holdings.Note note = new Holdings.Note(this);
        private final AtomicLong count = new AtomicLong();

        void add(int more) {
            long now = count.getPlain() + more;
            count.setRelease(now > LARGE_SHARE ? available.settle(now) : now);
        }

        @Override
        public boolean isHeldByCurrentThread() {
            return count.getPlain() > 0;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // a share is itself
        public @Nullable String abandon() {
            boolean _ = shares.remove(thread, this);
            if (last == this) {
                last = null;
            }
            int left = available.settle(count.getPlain());
            count.setRelease(0);
            if (left == 0) {
                return null;
            }
            boolean _ = available.release(left, 0);
            return label + " permits=" + left;
        }
    }

    @Override
    public void acquire(int wanted) throws InterruptedException {
        checkWanted(wanted);
        Share own = share();
        boolean isOnAccount = own == null;
        if (!available.tryAcquire(wanted, isOnAccount, 0)) {
            Wait.during(need(wanted), () -> available.acquire(wanted, isOnAccount));
        }
        take(own, wanted);
    }

    @Override
    public void acquireUninterruptibly(int wanted) {
        checkWanted(wanted);
        Share own = share();
        boolean isOnAccount = own == null;
        if (!available.tryAcquire(wanted, isOnAccount)) {
            Wait.duringUninterruptibly(need(wanted), () -> available.acquire(wanted, isOnAccount));
        }
        take(own, wanted);
    }

    @Override
    public boolean tryAcquire(int wanted) {
        checkWanted(wanted);
        Share own = share();
        boolean isAcquired = available.tryAcquire(wanted, own == null);
        if (isAcquired) {
            take(own, wanted);
        }
        return isAcquired;
    }

    @Override
    public boolean tryAcquire(int wanted, Duration timeout) throws InterruptedException {
        checkWanted(wanted);
        Share own = share();
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        boolean isAcquired = tryAcquire(wanted, own == null, nanos);
        if (isAcquired) {
            take(own, wanted);
        }
        return isAcquired;
    }

    private boolean tryAcquire(int wanted, boolean isOnAccount, long nanos)
            throws InterruptedException {
        Clock clock = home.clock();
        if (clock.limits(nanos)) {
            return available.tryAcquire(wanted, isOnAccount, 0)
                    || Limit.within(clock, nanos, () -> available.acquire(wanted, isOnAccount));
        }
        return available.tryAcquire(wanted, isOnAccount, nanos);
    }

    @Override
    public void release(int back) {
        if (back < 1) {
            throw new IllegalArgumentException("Permits must be positive: permits=" + back);
        }
        Share own = share();
        int ofOwn = own == null ? 0 : (int) Math.min(back, own.count.getPlain());
        if (!available.release(back, back - ofOwn)) {
            throw new IllegalStateException(
                    "Only permits that were acquired can be released: semaphore="
                            + this
                            + (", released=" + back));
        }
        take(own, -ofOwn);
    }

    @Override
    public int availablePermits() {
        return available.free();
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

    /// Says of no task that it has more than it surely has: what others have released may be of any
    /// share.
    @Override
    public void tell(Holders holders) {
        long released = available.releasedOfShares();
        shares.forEach((thread, share) -> {
            long left = share.count.getAcquire() - released;
            if (left > 0) {
                holders.hold(this, thread, left);
            }
        });
    }

    private void checkWanted(int wanted) {
        if (wanted < 1 || wanted > permits) {
            throw new IllegalArgumentException(
                    "Permits must be 1 to those of the semaphore: permits="
                            + wanted
                            + (", semaphore=" + this));
        }
    }

    /// The share of the task of this thread, noted before it has anything; null if it runs none.
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    private @Nullable Share share() {
        Thread me = Thread.currentThread();
        Share own = last;
        if (own == null || own.thread != me) {
            own = free == me ? null : find(me);
        }
        if (own != null) {
            own.note.take();
        }
        return own;
    }

    private @Nullable Share find(Thread me) {
        if (!Holdings.areKept()) {
            free = me;
            return null;
        }
        Share own = shares.computeIfAbsent(me, _ -> new Share());
        last = own;
        return own;
    }

    private static void take(@Nullable Share own, int more) {
        if (own != null) {
            own.add(more);
        }
    }
}
