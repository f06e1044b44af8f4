package io.manyhands.local;

import java.io.Serial;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;

/// The permits of a semaphore: how many are free, never more than there are; and the account of
/// those that no task has in its share. Thread-safe.
/* Both are in one word, so that to acquire and to release take one CAS each. The account goes up with
 * what threads acquire that run no task, and down with what is released by others than the task that
 * has it in its share. So all shares together with the account are what is taken; while the account
 * is negative, so much in the shares was released for their tasks by others.
 */
final class Permits extends AbstractQueuedLongSynchronizer {
    @Serial private static final long serialVersionUID = 1;

    private static final int FREE_BITS = 31;
    private static final long FREE_MASK = (1L << FREE_BITS) - 1;

    private final int all;

    Permits(int all) {
        this.all = all;
        setState(all);
    }

    // To acquire. On account: by a thread that has no share.

    void acquire(int count, boolean isOnAccount) throws InterruptedException {
        acquireSharedInterruptibly(acquiring(count, isOnAccount));
    }

    boolean tryAcquire(int count, boolean isOnAccount) {
        return tryAcquireShared(acquiring(count, isOnAccount)) >= 0;
    }

    boolean tryAcquire(int count, boolean isOnAccount, long nanos) throws InterruptedException {
        return tryAcquireSharedNanos(acquiring(count, isOnAccount), nanos);
    }

    private static long acquiring(int count, boolean isOnAccount) {
        return change(isOnAccount ? count : 0, count);
    }

    private static long change(long account, long free) {
        return (account << FREE_BITS) + free;
    }

    @Override
    protected long tryAcquireShared(long change) {
        long wanted = change & FREE_MASK;
        while (true) {
            long state = getState();
            long left = (state & FREE_MASK) - wanted;
            if (left < 0 || compareAndSetState(state, state + change - 2 * wanted)) {
                return left;
            }
        }
    }

    // To release.

    /// Releases permits.
    ///
    /// @param onAccount how many of them are not of the thread's own share
    /// @return false if so many are not taken; none was released then
    boolean release(int count, int onAccount) {
        return releaseShared(change(-onAccount, count));
    }

    @Override
    protected boolean tryReleaseShared(long change) {
        while (true) {
            long state = getState();
            if ((state & FREE_MASK) + (change & FREE_MASK) > all) {
                return false;
            }
            if (compareAndSetState(state, state + change)) {
                return true;
            }
        }
    }

    /// Takes off a share what others have released of it.
    ///
    /// @return what is left of the share
    int settle(long share) {
        while (true) {
            long state = getState();
            long released = Math.min(share, releasedOfShares(state));
            if (compareAndSetState(state, state + change(released, 0))) {
                return (int) (share - released);
            }
        }
    }

    /// How many of those that are in shares were released by others than their tasks.
    long releasedOfShares() {
        return releasedOfShares(getState());
    }

    private static long releasedOfShares(long state) {
        return Math.max(0, -(state >> FREE_BITS));
    }

    int free() {
        return (int) (getState() & FREE_MASK);
    }
}
