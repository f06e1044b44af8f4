package io.manyhands.waits;

import io.manyhands.shared.Deadlock;
import io.manyhands.shared.DeadlockException;
import io.manyhands.spi.Holdings;
import io.manyhands.spi.LocalWorker;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A thread of this process waits, without a limit of time, for something that others have.
///
/// It is entered before the thread blocks, by itself, and only if it is going to. Thread-safe.
/* One with a limit ends by itself, so it is no part of a deadlock and is not entered.
 *
 * A wait is broken up by an interrupt, since that ends every wait of the JDK and of our own. Who
 * breaks it up does so while the wait is still entered; a wait that ends all the same takes the
 * interrupt away again.
 */
public final class Wait {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Set<Wait> ALL = ConcurrentHashMap.newKeySet();

    private final long number = NUMBERS.incrementAndGet();
    private final long sinceMillis = System.currentTimeMillis();
    private final Thread thread = Thread.currentThread();
    private final Need need;
    private final List<Holdings.Held> held;
    private final boolean isOfProcess;
    private final @Nullable LocalWorker worker = LocalWorker.current();
    private final ReentrantLock lock = new ReentrantLock();

    /// Whether it may have got what it needs: false while it surely has not.
    private volatile boolean isAttempting;

    /// Both guarded by the lock.
    private boolean isOver;

    private @Nullable Deadlock broken;

    /// Blocks, and can be interrupted.
    @FunctionalInterface
    public interface Step {
        /// Blocks.
        ///
        /// @throws InterruptedException if interrupted
        void run() throws InterruptedException;
    }

    private Wait(Need need) {
        this.need = need;
        Holdings holdings = Holdings.current();
        this.held = holdings == null ? List.of() : holdings.all();
        this.isOfProcess = holdings != null && worker == null;
    }

    /// Blocks, where the finder of deadlocks sees it.
    ///
    /// @param need what is waited for
    /// @param step blocks
    /// @throws InterruptedException if the step does
    /// @throws DeadlockException if the wait is broken up
    public static void during(Need need, Step step) throws InterruptedException {
        during(new Wait(need), step);
    }

    private static void during(Wait wait, Step step) throws InterruptedException {
        ALL.add(wait);
        try {
            step.run();
        } catch (InterruptedException interrupt) {
            wait.failIfBroken();
            throw interrupt;
        } finally {
            wait.end();
        }
    }

    /// Attempts until it works, where the finder of deadlocks sees it: what attempts and blocks by
    /// turns in one step is not taken for one who waits while it attempts.
    ///
    /// @param need what is waited for
    /// @param attempt gets it, and says whether it has
    /// @param sleep takes the attempt to be made, makes it again and again, and blocks in between
    /// @throws InterruptedException if that does
    /// @throws DeadlockException if the wait is broken up
    public static void attempting(Need need, BooleanSupplier attempt, Sleep sleep)
            throws InterruptedException {
        Wait wait = new Wait(need);
        during(wait, () -> sleep.until(() -> wait.attempt(attempt)));
    }

    /// Blocks between attempts, and can be interrupted.
    @FunctionalInterface
    public interface Sleep {
        /// Blocks until the attempt works.
        ///
        /// @param attempt is to be made again and again
        /// @throws InterruptedException if interrupted
        void until(BooleanSupplier attempt) throws InterruptedException;
    }

    private boolean attempt(BooleanSupplier attempt) {
        isAttempting = true;
        if (attempt.getAsBoolean()) {
            return true;
        }
        isAttempting = false;
        return false;
    }

    /// Blocks, where the finder of deadlocks sees it. After an interrupt the step is done again;
    /// the interrupt stays for later.
    ///
    /// @param need what is waited for
    /// @param step blocks
    /// @throws DeadlockException if the wait is broken up
    public static void duringUninterruptibly(Need need, Step step) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    during(need, step);
                    return;
                } catch (InterruptedException later) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failIfBroken() {
        lock.lock();
        try {
            Deadlock why = broken;
            if (why != null) {
                broken = null;
                throw new DeadlockException(why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        ALL.remove(this);
        lock.lock();
        try {
            isOver = true;
            if (broken != null) {
                // It has got what it needs: the interrupt was only for the wait.
                boolean _ = Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has a wait of this process fail.
    ///
    /// @param number which
    /// @param why what its thread is told
    /// @return whether it was still going on, and may fail
    public static boolean breakUp(long number, Deadlock why) {
        for (Wait wait : ALL) {
            if (wait.number == number) {
                return wait.breakUp(why);
            }
        }
        return false;
    }

    private boolean breakUp(Deadlock why) {
        lock.lock();
        try {
            if (isOver || !need.isBreakable()) {
                return false;
            }
            broken = why;
            thread.interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    // For those who look.

    static Collection<Wait> all() {
        return ALL;
    }

    /// Whether it goes on, and has not got what it needs until now.
    boolean isGoingOn() {
        return !isAttempting && ALL.contains(this);
    }

    long number() {
        return number;
    }

    long sinceMillis() {
        return sinceMillis;
    }

    Thread thread() {
        return thread;
    }

    Need need() {
        return need;
    }

    /// What the task holds.
    List<Holdings.Held> held() {
        return held;
    }

    /// Whether it is the one thread for tasks of a worker process.
    boolean isOfProcess() {
        return isOfProcess;
    }

    @Nullable String task() {
        return worker == null || worker.job() == null ? null : worker.job().label();
    }
}
