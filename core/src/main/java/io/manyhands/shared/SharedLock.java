package io.manyhands.shared;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A lock that threads, virtual threads and processes share: a [Lock] as its Javadoc says, held by
/// a thread, reentrant as a [java.util.concurrent.locks.ReentrantLock].
///
/// ```java
/// SharedLock ledger = workers.lock("ledger");
/// try (var _ = ledger.hold()) {
///     transfer();
/// }
/// ```
///
/// **A holder that dies**, its process killed for example, no longer has it: the next one gets it
/// at once, with the recovered mark ([#isRecovered()]), since what the lock protects may be half
/// done. The same happens when a task ends while it holds the lock: the task fails, saying so. No
/// exception tells it, as one out of `lock()` would come while the lock is held, and no `finally`
/// would unlock it. The mark stays, through any number of holders, until one of them has looked
/// after what is protected and calls [#clearRecovered()].
///
/// What happened before an unlock is seen by whoever locks next. Every wait but [#lock()] and
/// [#hold()] ends at an interrupt, and has taken nothing then. Unless it was made with fairness, a
/// lock goes to whoever comes first when it is free. It can be captured by a task. Thread-safe.
public interface SharedLock extends Lock {
    /// Acquires the lock, until the hold is closed: never forgets to unlock. Blocks while another
    /// has the lock, whatever the thread is told.
    ///
    /// @return what gives the lock back, to be closed by the same thread
    default Hold hold() {
        lock();
        return this::unlock;
    }

    /// {@inheritDoc}
    ///
    /// Throws nothing once the lock is acquired.
    @Override
    void lock();

    /// {@inheritDoc}
    @Override
    void lockInterruptibly() throws InterruptedException;

    /// {@inheritDoc}
    ///
    /// Takes a free lock even if others wait for it and it is fair.
    @Override
    boolean tryLock();

    /// {@inheritDoc}
    @Override
    boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

    /// {@inheritDoc}
    ///
    /// @throws IllegalMonitorStateException if the current thread does not hold it
    @Override
    void unlock();

    /// {@inheritDoc}
    ///
    /// It is another one at each call. It can be captured by a task, together with its lock or
    /// alone; in a process it arrives as the same condition.
    ///
    /// @throws UnsupportedOperationException if the lock has no conditions: a read lock
    @Override
    Condition newCondition();

    /// The condition of this name: the same for everybody who asks this lock for it.
    ///
    /// @param name not blank, at most 200 characters
    /// @return the condition
    /// @throws IllegalArgumentException if the name is blank or too long
    /// @throws UnsupportedOperationException if the lock has no conditions: a read lock
    Condition condition(String name);

    /// Whether the current thread holds it.
    ///
    /// @return true if it does
    boolean isHeldByCurrentThread();

    /// How often the current thread has locked it, and not yet unlocked.
    ///
    /// @return 0 if it does not hold it
    int holdCount();

    /// Who holds it, at some moment of this call: for people who look for the cause of a wait.
    ///
    /// @return a name of the worker or the thread; null if nobody holds it, or, of a read lock, if
    ///   no writer does
    @Nullable String holder();

    /// Whether a former holder died, or its task ended, while it held the lock, and nobody has
    /// cleared the mark since. Certain for a holder; a hint for others.
    ///
    /// @return true if what the lock protects may be half done
    boolean isRecovered();

    /// Takes the mark away: what the lock protects is in order.
    ///
    /// @throws IllegalMonitorStateException if the current thread does not hold the lock, or only
    ///   to read
    void clearRecovered();
}
